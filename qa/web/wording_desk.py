"""Words of the review desk for the codes that the audit keeps: acts, fields, and what stands in them."""

from __future__ import annotations

from qa.call import Sentence
from qa.web.wording import FAULTS, NOT_RATED, REASON_CODES, SPEAKERS
from qa.web.wording_review import DISPUTE_STATES, OUTCOMES, SAID_BECAUSE, SKIP_REASONS, STREAMS

ACTS = {
    "hand_in": Sentence("녹취 올림", "Handed in"),
    "export": Sentence("내보냄", "Exported"),
    "try_again": Sentence("다시 시도", "Tried again"),
    "override": Sentence("평정 수정", "Overrode a rating"),
    "confirm": Sentence("치명 항목 확인", "Confirmed as critical"),
    "confirm_fault": Sentence("오안내 원인 확인", "Said whose fault it was"),
    "correct": Sentence("전사 수정", "Corrected the transcript"),
    "take": Sentence("평가 가져감", "Took the review"),
    "assign": Sentence("평가 배정", "Assigned the review"),
    "reassign": Sentence("평가 재배정", "Assigned the review anew"),
    "pick": Sentence("평가할 통화로 고름", "Picked to be evaluated"),
    "skip": Sentence("평가 돌려줌", "Gave the review back"),
    "reveal": Sentence("자동 평정 확인", "Looked at the machine's ratings"),
    "submit": Sentence("평가 제출", "Submitted the evaluation"),
    "withdraw_review": Sentence("캘리브레이션 평가 취소", "Withdrew the calibration review"),
    "note": Sentence("메모 남김", "Left a note"),
    "remove_note": Sentence("메모 지움", "Removed a note"),
    "return": Sentence("보완 요청", "Asked to look again"),
    "release": Sentence("상담사에게 공개", "Released to the agent"),
    "acknowledge": Sentence("상담사 확인", "Acknowledged by the agent"),
    "dispute": Sentence("이의제기", "Disputed a rating"),
    "withdraw_dispute": Sentence("이의제기 철회", "Withdrew the dispute"),
    "answer_dispute": Sentence("이의제기 답변", "Answered the dispute"),
}

FIELDS = {
    "answer": Sentence("답", "Answer"),
    "proposed": Sentence("제안한 답", "Proposed answer"),
    "outcome": Sentence("결과", "Outcome"),
    "score": Sentence("점수", "Score"),
    "scores": Sentence("점수", "Scores"),
    "changed": Sentence("바꾼 항목", "Criteria changed"),
    "state": Sentence("상태", "State"),
    "person": Sentence("담당", "Who has it"),
    "stream": Sentence("구분", "Stream"),
    "due_at": Sentence("기한", "Due"),
    "fault": Sentence("자동 추정 원인", "The machine's guess"),
    "confirmed_fault": Sentence("원인", "Fault"),
    "entry": Sentence("표준상담", "Standard answer"),
    "name": Sentence("파일", "File"),
    "format": Sentence("형식", "Format"),
    "sound": Sentence("소리 포함", "With sound"),
    "named": Sentence("상담사 이름 포함", "With the agent's name"),
    "unmasked": Sentence("개인정보 포함", "With personal data"),
    "text": Sentence("내용", "Words"),
    "speaker": Sentence("화자", "Speaker"),
    "at_s": Sentence("위치", "Place"),
    "for_agent": Sentence("상담사에게 보임", "Shown to the agent"),
    "swapped": Sentence("화자 서로 바꿈", "Sides swapped"),
}

REVIEW_STATES = {
    "waiting": Sentence("대기 중", "Waiting"),
    "assigned": Sentence("배정됨", "Assigned"),
    "submitted": Sentence("제출됨", "Submitted"),
    "returned": Sentence("보완 중", "To be looked at again"),
}

REASONS = REASON_CODES | SKIP_REASONS | SAID_BECAUSE

# What the codes of a field are looked up in; a field that is not here holds what people read.
VALUES = {
    "answer": NOT_RATED,
    "proposed": NOT_RATED,
    "state": REVIEW_STATES | DISPUTE_STATES,
    "outcome": OUTCOMES,
    "fault": FAULTS,
    "confirmed_fault": FAULTS,
    "speaker": SPEAKERS,
    "stream": STREAMS,
}
