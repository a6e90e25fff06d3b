"""Every word that stands for a code, in both languages, and `say`, with which templates write in both at once.

A page's text stands in its template as a pair, `say("통화", "Calls")`: the two languages cannot drift apart, and a
missing one is an error when the template is read, not a gap on the page.
"""

from __future__ import annotations

from typing import Any

from flask_babel import get_locale

from qa.call import Sentence

LANGUAGES = {"ko": "한국어", "en": "English"}

ROLES = {
    "agent": Sentence("상담사", "Agent"),
    "evaluator": Sentence("평가자", "Evaluator"),
    "coach": Sentence("코치", "Coach"),
    "manager": Sentence("관리자", "Manager"),
    "administrator": Sentence("시스템 관리자", "Administrator"),
}

STAGES = {
    "ingest": Sentence("접수", "Ingest"),
    "transcribe": Sentence("전사", "Transcribe"),
    "measure": Sentence("측정", "Measure"),
    "score": Sentence("평가", "Score"),
    "flag": Sentence("선별", "Flag"),
}

STATES = {
    "waiting": Sentence("대기 중", "Waiting"),
    "running": Sentence("진행 중", "Running"),
    "stopped": Sentence("중단", "Stopped"),
    "done": Sentence("완료", "Done"),
}

SPEAKERS = {
    "agent": Sentence("상담사", "Agent"),
    "citizen": Sentence("시민", "Citizen"),
    "unknown": Sentence("화자 미상", "Unknown"),
}

NOT_RATED = {
    "not_applicable": Sentence("해당 없음", "Not applicable"),
    "cannot_tell": Sentence("판단 불가", "Cannot tell"),
}

REASON_CODES = {
    "recognition": Sentence("인식 오류", "Recognition"),
    "rule": Sentence("판정 오류", "Verdict"),
    "standard_answer": Sentence("표준상담 오류", "Standard answer"),
    "rubric": Sentence("평가표 불명확", "Rubric unclear"),
    "context": Sentence("상황 고려", "Context"),
}

REASON_HINTS = {
    "recognition": Sentence("말한 것과 다르게 전사되었습니다", "The transcript is not what was said"),
    "rule": Sentence("전사는 맞지만 판정이 틀렸습니다", "The transcript is right, the verdict is wrong"),
    "standard_answer": Sentence(
        "표준상담이 틀렸거나 지금과 맞지 않습니다", "The standard answer is wrong or out of date"
    ),
    "rubric": Sentence("평가표만으로는 판단할 수 없습니다", "The rubric does not settle this case"),
    "context": Sentence("상황을 고려하면 다르게 평가해야 합니다", "The circumstances call for another answer"),
}

EXAMPLES = {
    "pass": Sentence("잘된 예", "Passes"),
    "fail": Sentence("미흡한 예", "Fails"),
    "borderline": Sentence("애매한 경우", "Borderline"),
}

FLAGS = {
    "unkind_words": Sentence("불친절한 말", "Unkind words"),
    "speech_level": Sentence("반말", "Casual speech"),
    "dead_air": Sentence("무음", "Dead air"),
    "hold_unasked": Sentence("양해 없는 대기", "Hold without asking"),
    "wrong_fact": Sentence("오안내", "Wrong fact"),
    "repeated_transfers": Sentence("반복 이관", "Repeated transfers"),
    "abusive_caller": Sentence("시민 폭언", "Abusive caller"),
    "personal_data": Sentence("개인정보", "Personal data"),
    "cut_off": Sentence("통화 끊김", "Cut off"),
    "too_noisy": Sentence("잡음 과다", "Too noisy"),
    "low_score": Sentence("낮은 점수", "Low score"),
    "interruption": Sentence("말겹침", "Interruption"),
    "no_greeting": Sentence("첫인사 없음", "No greeting"),
    "unheard": Sentence("알아듣기 어려움", "Hardly understood"),
    "silent_channel": Sentence("소리 없는 채널", "Silent channel"),
    "critical": Sentence("치명 항목 후보", "Critical, to confirm"),
    "unsure_heavy": Sentence("판단 불가 항목", "Undecided"),
    "below_own_level": Sentence("평소보다 낮은 점수", "Below own level"),
    "repeat_call": Sentence("재문의", "Called before"),
    "repeat_contact": Sentence("7일 내 재통화", "Called again in 7 days"),
    "complaint": Sentence("항의·불만", "Complaint"),
}

FACT_TYPES = {
    "fee": Sentence("요금", "Fee"),
    "phone": Sentence("전화번호", "Phone"),
    "office": Sentence("담당 부서", "Office"),
    "hours": Sentence("이용 시간", "Hours"),
    "deadline": Sentence("기한", "Deadline"),
    "duration": Sentence("기간", "Duration"),
    "place": Sentence("장소", "Place"),
    "document": Sentence("준비물", "Document"),
    "eligibility": Sentence("자격", "Eligibility"),
    "possible": Sentence("가능 여부", "Possible"),
}

VERDICTS = {
    "agree": Sentence("일치", "Agrees"),
    "contradict": Sentence("불일치", "Contradicts"),
    "not_stated": Sentence("안내하지 않음", "Not stated"),
    "not_in_database": Sentence("표준상담에 없음", "Not in the answers"),
    "cannot_tell": Sentence("판단 불가", "Cannot tell"),
}

FAULTS = {
    "agent": Sentence("상담사 오안내", "Agent was wrong"),
    "entry_wrong": Sentence("표준상담 오류", "Standard answer is wrong"),
    "entry_missing": Sentence("표준상담 없음", "No standard answer"),
    "recognition": Sentence("인식 오류", "Recognition"),
    "question_unclear": Sentence("질문 불명확", "Question unclear"),
}

GAPS = {
    "question": Sentence("답이 없는 질문", "Questions without an entry"),
    "no_fact": Sentence("빠진 사실", "Facts that are missing"),
    "contradicted": Sentence("통화와 다른 항목", "Entries calls contradict"),
    "differs": Sentence("엇갈린 안내", "Told differently"),
    "expired": Sentence("만료", "Expired"),
    "unused": Sentence("쓰이지 않음", "Never used"),
}

GAP_HINTS = {
    "question": Sentence(
        "시민이 물었지만 표준상담에 맞는 항목이 없는 질문을 비슷한 것끼리 묶었습니다.",
        "What citizens asked and no entry answers, put together by what they ask.",
    ),
    "no_fact": Sentence(
        "항목은 있지만 상담사가 안내한 종류의 사실이 적혀 있지 않습니다.",
        "There is an entry, but it holds no fact of the kind the agent stated.",
    ),
    "contradicted": Sentence(
        "통화에서 표준상담과 다르게 안내했습니다. 여러 상담사가 같은 값을 말하면 항목이 지금과 맞지 않을 수 있습니다.",
        "Calls say something else than the entry. Where several agents say the same, the entry may be out of date.",
    ),
    "differs": Sentence(
        "같은 사실을 전화와 웹·채팅에서, 또는 한국어와 다른 언어에서 다르게 안내했습니다.",
        "The same fact told differently by phone and in writing, or in Korean and in other languages.",
    ),
    "expired": Sentence(
        "유효 기간이 끝났거나 곧 끝나는데 그다음 내용이 없는 사실입니다.",
        "Facts that ended, or soon will, with nothing to follow.",
    ),
    "unused": Sentence(
        "유효하지만 이 기간에 어느 통화에서도 쓰이지 않은 항목입니다.",
        "Valid entries that no call of this time has used.",
    ),
}

GAP_STATES = {
    "open": Sentence("처리 전", "Open"),
    "assigned": Sentence("담당에게 맡김", "Assigned"),
    "settled": Sentence("해결됨", "Settled"),
}

OUTCOMES = {
    "new": Sentence("추가", "New"),
    "changed": Sentence("변경", "Changed"),
    "unchanged": Sentence("그대로", "Unchanged"),
    "withdrawn": Sentence("철회", "Withdrawn"),
    "left_out": Sentence("제외", "Left out"),
}

REASONS_TO_CALL = {
    "enquiry": Sentence("문의", "Enquiry"),
    "report": Sentence("신고·제보", "Report"),
    "complaint": Sentence("불만", "Complaint"),
    "application": Sentence("신청·예약", "Application"),
    "follow_up": Sentence("처리 상황 확인", "Follow-up"),
    "other": Sentence("기타", "Other"),
}

RESOLUTIONS = {
    "alone": Sentence("이관 없이 해결", "Resolved without transfer"),
    "yes": Sentence("해결", "Resolved"),
    "no": Sentence("미해결", "Not resolved"),
    "unknown": Sentence("알 수 없음", "Cannot be told"),
}

COMPLAINTS = {
    "waiting": Sentence("대기", "Waiting"),
    "transfers": Sentence("이관", "Transfers"),
    "unkindness": Sentence("불친절", "Unkindness"),
}

CALL_LANGUAGES = {
    "ko": Sentence("한국어", "Korean"),
    "en": Sentence("영어", "English"),
    "zh": Sentence("중국어", "Chinese"),
    "ja": Sentence("일본어", "Japanese"),
}

SET_ASIDE = {
    "no_speech": Sentence("말소리 없는 구간", "no speech there"),
    "loop": Sentence("같은 말 반복", "the same words over and over"),
    "low_confidence": Sentence("낮은 확신도", "low confidence"),
    "music": Sentence("대기 음악", "hold music"),
}

EVENTS = {
    "hold_music": Sentence("대기 음악", "Hold music"),
    "tone": Sentence("신호음", "Tone"),
    "noise": Sentence("잡음", "Noise"),
    "clipped": Sentence("소리 깨짐", "Clipped sound"),
    "transfer": Sentence("이관", "Transfer"),
    "hold": Sentence("대기", "Hold"),
    "hangup": Sentence("전화 끊음", "Hung up"),
    "queue": Sentence("연결 대기", "Queue"),
}

PERSONAL = {
    "rrn": Sentence("주민등록번호", "resident registration number"),
    "phone": Sentence("전화번호", "phone number"),
    "card": Sentence("카드 번호", "card number"),
    "account": Sentence("계좌번호", "account number"),
}


def language() -> str:
    """The language of this request: "ko" or "en"."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "ko"


def say(ko: str, en: str, **values: Any) -> str:
    """The text in the language of this request; `{name}` is filled from `values`."""
    text = en if language() == "en" else ko
    return text.format(**values) if values else text


def word(table: dict[str, Sentence], code: str | None) -> str:
    """The word for a code; a code newer than this table is shown as it is."""
    found = table.get(code or "")
    return found.in_language(language()) if found else (code or "")


def sentence(value: Sentence) -> str:
    return value.in_language(language())
