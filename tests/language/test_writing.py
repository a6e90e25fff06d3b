"""Hard words and misspellings of written answers: what is clearly so is found, what may be right is left alone."""

from __future__ import annotations

import pytest

from qa.language.writing import hard_words, misspellings


@pytest.mark.parametrize(
    ("text", "said", "better"),
    [
        ("익일까지 내 주십시오.", "익일", "다음 날"),
        ("금번에 바뀐 제도입니다.", "금번", "이번"),
        ("허가를 득하여 공사하시면 됩니다.", "득", "받다, 얻다"),
        ("소정의 서류를 내시면 됩니다.", "소정의", "정해진"),
        ("주소가 상이한 경우 다시 신청해 주십시오.", "상이", "다르다"),
        ("가능할 것으로 사료됩니다.", "사료", "생각하다"),
    ],
)
def test_a_hard_word_is_found_with_a_plain_one(text: str, said: str, better: str) -> None:
    assert [(each.said, each.better) for each in hard_words(text)] == [(said, better)]
    (found,) = hard_words(text)
    assert text[found.start : found.end] == said


@pytest.mark.parametrize(
    "text",
    [
        "내일까지 내시면 됩니다.",
        "금일봉을 전달했습니다.",
        "기억을 상기시켜 드립니다.",
        "하기 휴가는 팔월입니다.",
        "강아지 사료를 사려고 합니다.",
        "양지마을에서 열립니다.",
        "이 사업의 이름은 ‘금번 청년 지원’입니다.",
        "경주에서 오시면 서울역에서 내리십시오.",
    ],
)
def test_an_everyday_word_that_looks_like_one_is_left_alone(text: str) -> None:
    assert hard_words(text) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("접수가 됬습니다.", "됬"),
        ("처리가 되서 알려 드립니다.", "되서"),
        ("그렇게 하면 안 되요.", "되요"),
        ("그 경우는 않됩니다.", "않"),
        ("몇일 걸립니다.", "몇일"),
        ("신청하지 안는 경우도 있습니다.", "안"),
        ("알려 드릴께요.", "릴께요"),
        ("가능하겠읍니다.", "겠읍니다"),
        ("확인해 주십시요.", "십시요"),
        ("카드로 결재하실 수 있습니다.", "카드로 결재"),
        ("시민으로써 신청하실 수 있습니다.", "시민으로써"),
        ("접수함으로서 끝납니다.", "함으로서"),
        ("이용할수 있습니다.", "수"),
        ("오랫만에 문의하셨습니다.", "오랫만"),
        ("가능할 것같습니다.", "것같"),
    ],
)
def test_a_clear_mistake_is_found(text: str, said: str) -> None:
    assert [each.said for each in misspellings(text)] == [said]


@pytest.mark.parametrize(
    "text",
    [
        "되도록 빨리 처리하겠습니다. 처리되면 돼요. 안 돼요.",
        "아이를 안는 방법을 알려 드립니다. 품에 안습니다.",
        "며칠 걸립니다. 몇 일자로 발급되었는지 적어 주십시오.",
        "아들께 여쭤보십시오. 만들려면 열려고 합니다.",
        "전자 결재 문서를 확인해 주십시오. 카드로 결제하십시오.",
        "편지로써 알려 드립니다. 변호인으로서 말씀드립니다. 신청함으로써 접수됩니다.",
        "교수 없이 진행합니다. 점수 있으신 분은 말씀해 주십시오. 이용하실 수 있습니다.",
        "돼지고기 원산지를 알려 드립니다.",
        "신청하지 않는 경우 내지 않으셔도 됩니다. 구청까지 안내해 드립니다.",
        "시민이 “처리가 됬나요?”라고 물었습니다.",
        "주소는 https://example.org/몇일 입니다.",
    ],
)
def test_what_is_right_somewhere_is_left_alone(text: str) -> None:
    assert misspellings(text) == ()
