"""What a call was about: topic, reason, transfers, resolution, waiting, keywords, complaints."""

from __future__ import annotations

from dataclasses import replace

from qa.analytics.about import CallAbout, about, known_office
from qa.analytics.reason import Complaint, Reason
from qa.call import Event, Span, SpeechMeasures, Transcript, dumps, from_json, to_json
from tests.analytics.conversation import answers, call

HELLO = "안녕하십니까, 시청 상담사 김하나입니다. 무엇을 도와드릴까요?"
BYE = "네, 좋은 하루 보내세요."


def look(transcript: Transcript, measures: SpeechMeasures | None = None) -> CallAbout:
    return about(transcript, measures, answers())


def test_the_topic_is_that_of_the_first_question_and_the_entries_stand_in_order() -> None:
    found = look(
        call(
            HELLO, "네 물 이십 톤 쓰면 수도요금이 얼마나 나와요?",
            "가정용 수도요금은 만 이천삼백 원입니다.", "아 네. 그리고 여권도 새로 만들려고 하는데 사진 몇 장 있어야 돼요?",
            "여권 사진은 한 장이고 수수료는 오만 원입니다.", "감사합니다.", BYE,
        )
    )  # fmt: skip
    assert (found.topic, found.entries) == ("수도>요금", ("water-fee", "passport"))
    assert [(each.turn, each.entry) for each in found.questions] == [(1, "water-fee"), (3, "passport")]
    assert found.reason is Reason.ENQUIRY
    assert (found.resolved, found.resolved_without_transfer) == (True, True)


def test_what_no_entry_covers_has_no_topic() -> None:
    found = look(
        call(HELLO, "어제 택시를 탔는데 기사님이 길을 돌아갔어요. 신고하고 싶은데요.", "네, 차량 번호 알려 주시면 접수해 드리겠습니다.",
             "칠칠칠칠이요.", "네, 접수됐습니다.", "네 감사합니다.")
    )  # fmt: skip
    assert (found.topic, found.entries) == (None, ())
    assert found.reason is Reason.REPORT
    assert (found.resolved, found.resolved_how) == (True, "accepted")


def test_a_transfer_told_by_the_agent_and_by_the_switch_counts_once() -> None:
    said = (
        HELLO,
        "주차 위반 과태료가 나왔는데 사진 좀 보고 싶어요.",
        "사진은 주차단속과에서 봅니다. 연결해 드릴까요?",
        "네.",
        "연결하겠습니다.",
    )
    words = look(call(*said))
    both = look(call(*said, events=(Event("transfer", 0.0, 0.0, to="주차단속과"),)))
    assert [(each.to, each.office, each.by_switch) for each in words.transfers] == [("주차단속과", "주차단속과", False)]
    assert [(each.to, each.office, each.by_switch) for each in both.transfers] == [("주차단속과", "주차단속과", True)]
    assert (both.resolved, both.resolved_without_transfer, both.why_turn) == (False, False, 4)
    assert both.transferred_to == ("주차단속과",)


def test_a_transfer_before_the_call_is_kept_apart() -> None:
    found = look(
        call(
            HELLO,
            "아까 대표번호에서 이리로 돌려 주셨는데요, 강아지 등록 수수료가 얼마예요?",
            "내장형은 만 원입니다.",
            "네 감사합니다.",
        )
    )
    assert found.transfers == ()
    assert found.passed_on_before is not None
    assert found.passed_on_before.turn == 1
    assert found.resolved is True
    assert found.complaints == ()


def test_what_is_left_open_is_not_resolved() -> None:
    ends = {
        "call_back": ("그건 확인해서 다시 전화드리겠습니다.", "네 기다릴게요."),
        "elsewhere": ("그건 저희 쪽에 자료가 없어서요. 도서관에 직접 문의해 보셔야 할 것 같습니다.", "네 알겠습니다."),
        "broken_off": ("평일에는 밤 열 시까지… 여보세요? 고객님, 들리세요?",),
    }
    for how, said in ends.items():
        found = look(call(HELLO, "도서관 몇 시까지 해요?", *said))
        assert (found.resolved, found.resolved_how) == (False, how)
        assert found.why_quote in said[0]


def test_news_that_will_follow_leaves_a_report_settled() -> None:
    found = look(call(HELLO, "하수구가 막혔어요.", "접수됐고요, 출발할 때 전화드릴 거예요.", "네 감사합니다.", BYE))
    assert (found.resolved, found.resolved_how) == (True, "accepted")


def test_a_citizen_content_without_the_rest_leaves_the_matter_settled() -> None:
    found = look(
        call(HELLO, "도서관 몇 시까지 해요? 자리도 있나요?", "밤 열 시까지요. 자리는 저희 쪽에서 확인이 안 돼서 도서관에 문의해 보셔야 해요.",
             "아 괜찮아요, 시간만 알면 돼요.", BYE)
    )  # fmt: skip
    assert found.resolved is True


def test_without_an_answer_it_cannot_be_told() -> None:
    found = look(call(HELLO, "여권 사진 몇 장 필요해요?"))
    assert (found.resolved, found.resolved_without_transfer) == (None, None)


def test_waiting_holds_and_talk_come_from_the_measures() -> None:
    base = call(HELLO, "여권 수수료 얼마예요?", "오만 원입니다.", "네 감사합니다.")
    first = replace(base.turns[0], start_s=34.0, end_s=40.0)
    timed = replace(base, turns=(first, *base.turns[1:]), events=(Event("hold_music", 10.0, 33.0),))
    measures = SpeechMeasures(90, 30, 20, 0.6, holds=(Span(50, 62), Span(70, 75)), greeting_delay_s=34.0)
    found = look(timed, measures)
    assert (found.time_to_agent_s, found.wait_s, found.holds, found.hold_s, found.longest_hold_s) == (34, 23, 2, 17, 12)
    assert found.agent_talk_share == 0.6
    unknown = look(base)
    assert (unknown.time_to_agent_s, unknown.wait_s, unknown.holds, unknown.hold_s) == (None,) * 4


def test_the_three_founding_complaints_are_found_with_their_words() -> None:
    found = look(
        call(
            HELLO, "아니 전화를 삼십 분 동안 기다렸어요. 그리고 왜 자꾸 여기저기로 돌려요?",
            "불편을 드려 죄송합니다.", "아까 그 상담사는 말투가 너무 불친절하던데요.", "죄송합니다.", "여권 수수료나 알려 주세요.", "오만 원입니다.",
        )
    )  # fmt: skip
    assert [each.of for each in found.complaints] == [Complaint.WAITING, Complaint.TRANSFERS, Complaint.UNKINDNESS]
    assert all(each.quote for each in found.complaints)


def test_an_unkind_driver_and_a_late_bus_are_no_complaints_of_the_centre() -> None:
    found = look(call(HELLO, "버스 기사가 불친절해요. 정류장에서 이십 분을 기다렸어요.", "접수해 드리겠습니다.", "네."))
    assert found.complaints == ()


def test_the_reason_is_told_from_the_citizens_words() -> None:
    for said, wanted in {
        "지난주에 신청한 거 어떻게 됐어요?": Reason.FOLLOW_UP,
        "가로등이 고장 났어요.": Reason.REPORT,
        "왜 이렇게 일을 못해요, 진짜 너무하네.": Reason.COMPLAINT,
        "대형폐기물 수거 신청 좀 하려고요.": Reason.APPLICATION,
        "대형폐기물 수거 신청하려면 어떻게 해야 돼요?": Reason.ENQUIRY,
        "I reported a leak two weeks ago and nothing has happened.": Reason.FOLLOW_UP,
        "There's a pothole outside my house.": Reason.REPORT,
    }.items():
        assert look(call(HELLO, said, "네.")).reason is wanted, said


def test_keywords_are_the_citizens_telling_words_without_names_or_numbers() -> None:
    found = look(
        call(
            HELLO,
            "소파를 버리려고 하는데 소파 수거 얼마예요? 제 이름은 김철수고 번호는 공일공 일이삼사 오육칠팔이에요.",
            "소파는 팔천 원입니다.",
        )
    )
    assert "소파" in found.keywords
    assert len(found.keywords) <= 8
    assert not any("철수" in word or "공일공" in word for word in found.keywords)


def test_quotes_hold_no_personal_data() -> None:
    found = look(call(HELLO, "제 주민번호는 900101-1234567인데요, 여권 수수료 얼마예요?", "오만 원입니다."))
    assert "1234567" not in dumps(found)


def test_an_empty_call_is_about_nothing() -> None:
    found = look(Transcript("ko", 0.0, ()))
    assert (found.topic, found.entries, found.resolved, found.keywords) == (None, (), None, ())
    assert found.reason is Reason.OTHER


def test_what_is_stored_reads_back_the_same() -> None:
    found = look(call(HELLO, "여권 수수료 얼마예요?", "주차단속과로 연결해 드리겠습니다.", "네."))
    assert from_json(CallAbout, to_json(found)) == found


def test_offices_are_known_by_their_name_their_last_part_or_within_a_slip() -> None:
    offices = frozenset(("주차단속과", "단속운영팀", "수도요금과"))
    assert known_office("주차단속과", offices) == "주차단속과"
    assert known_office("주차단속과 단속운영팀", offices) == "단속운영팀"
    assert known_office("시청 수도요금과", offices) == "수도요금과"
    assert known_office("주차단속꽈", offices) == "주차단속과"
    assert known_office("환경정책과", offices) is None
    assert known_office("", offices) is None
