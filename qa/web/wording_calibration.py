"""The words of calibration sessions: states, what a call was chosen for, and what each figure means."""

from __future__ import annotations

from qa.call import Sentence

STATES = {
    "open": Sentence("평가 중", "Rating"),
    "revealed": Sentence("결과 공개됨", "Revealed"),
    "closed": Sentence("종료", "Closed"),
    "cancelled": Sentence("취소됨", "Cancelled"),
}

WHYS = {
    "fail": Sentence("감점 항목 있음", "Failed something"),
    "pass": Sentence("감점 없음", "Passed everything"),
    "anchor": Sentence("업체 공통 기준 통화", "Anchor for all vendors"),
    "dispute": Sentence("이의 인정된 통화", "A dispute was upheld"),
    "added": Sentence("직접 추가", "Added"),
}

KINDS = {
    "comment": Sentence("의견", "Comment"),
    "rubric": Sentence("평가표 보완 메모", "Note for the rubric"),
}

FIGURES = {
    "percent": Sentence("일치율", "Percent agreement"),
    "ac1": Sentence("AC1", "AC1"),
    "ac2": Sentence("AC2", "AC2"),
    "alpha": Sentence("알파", "Alpha"),
}

MEANINGS = {
    "percent": Sentence(
        "같은 통화를 평가한 두 사람이 같은 답을 고른 비율입니다. 우연히 일치할 수 있는 부분은 빼지 않았습니다.",
        "How often two raters of the same call chose the same answer. What chance alone would give is not taken out.",
    ),
    "ac1": Sentence(
        "우연히 일치할 수 있는 부분을 뺀 일치도입니다(Gwet 2008). 1이면 완전히 일치하고 0이면 우연한 수준입니다. "
        "대부분 통과하는 항목에서도 값이 지나치게 낮아지지 않습니다.",
        "Agreement beyond chance (Gwet 2008); 1 is full agreement, 0 is chance. "
        "It does not collapse where nearly everything passes.",
    ),
    "ac2": Sentence(
        "순서가 있는 답에서 한 단계 차이를 두 단계 차이보다 가볍게 보는 AC1입니다(Gwet 2014).",
        "AC1 for answers with an order: one step apart weighs less than two (Gwet 2014).",
    ),
    "alpha": Sentence(
        "크리펜도르프 알파입니다. 0.8 이상이면 믿을 만하고, 0.667보다 낮으면 기준을 다시 맞춰야 한다고 봅니다. "
        "미흡한 통화가 거의 없으면 낮게 나옵니다.",
        "Krippendorff's alpha. 0.8 and above is held reliable, below 0.667 calls for agreeing on the rule again. "
        "It falls where hardly anything fails.",
    ),
    "apart": Sentence(
        "'해당 없음'과 '판단 불가'는 점수가 아니어서 따로 봅니다. "
        "'해당 여부 일치'는 그 통화가 항목에 해당하는지를 두 사람이 똑같이 판단한 비율입니다.",
        "“Not applicable” and “cannot tell” are no points and stand apart: "
        "how often two raters alike held that the criterion applied.",
    ),
    "strict": Sentence(
        "통화에 따른 차이를 뺀 뒤, 100점 만점에서 평가자 평균보다 몇 점을 덜 주었는지 나타냅니다. "
        "자동 평정도 평가자 평균과 비교합니다.",
        "Points of 100 given less than the people's mean, with the calls' own differences taken out. "
        "The machine is set against the people's mean.",
    ),
}
