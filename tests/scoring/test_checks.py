"""Each kind of check on calls written for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from qa.call import SetAside, Span, Speaker, Transcript
from qa.scoring.checks.fact import in_english
from qa.scoring.evaluate import evaluate
from qa.scoring.flags import flags
from qa.speech.turn_times import measure_turns
from tests.scoring.calls import call, misheard, outcome, rate, rubric, shipped_answers

OPENING = "a: 안녕하십니까. 다산콜센터 상담사 한가람입니다. 무엇을 도와드릴까요?"
CLOSING = ("a: 네, 더 궁금하신 점 있으신가요?", "c: 아니요, 없어요.", "a: 네, 감사합니다. 좋은 하루 보내세요.")
MIDDLE = ("c: 네, 도서관에 가려고 하는데요.", "a: 네, 도서관 문의시군요. 말씀해 주세요.", "c: 몇 시까지 해요?")


def whole(*middle: str, opening: str = OPENING) -> Transcript:
    return call(opening, *(middle or MIDDLE), *CLOSING)


@pytest.mark.parametrize(
    ("opening", "greeting"),
    [
        (OPENING, "yes"),
        ("a: 반갑습니다. 종로구청 민원실 서다인입니다.", "yes"),
        ("a: 감사합니다. 서울시 콜센터 유하람입니다.", "yes"),
        ("a: 네, 다산콜센터입니다. 뭘 도와드릴까요?", "partly"),
        ("a: 안녕하세요. 상담사 문가온입니다.", "partly"),
        ("a: 네, 말씀하세요.", "no"),
        ("a: 여보세요.", "no"),
        ("a: 안녕하심니까. 다산콜쎈터 상담사 한가람임니다. 무어슬 도와드릴까여", "yes"),
    ],
)
def test_greeting_and_introduction(opening: str, greeting: str) -> None:
    spoken = whole(opening=opening)
    assert outcome(rate(spoken, "courtesy-ko", "greeting")) == greeting


def test_a_greeting_that_comes_too_late_is_none_and_the_window_is_the_evidence() -> None:
    spoken = call("a: 네.", "c: 여보세요? 거기 콜센터 맞나요?", "a +21: 네, 안녕하십니까.", *CLOSING)
    rating = rate(spoken, "courtesy-ko", "greeting")
    assert outcome(rating) == "no"
    assert (
        rating.reason.ko
        == "통화 시작 20초 안에 소속·성명이 없었습니다. 통화 시작 20초 안에 첫인사·소속·성명이 없었습니다."
    )
    (window,) = rating.evidence
    assert (window.turn, window.quote) == (None, "")
    assert window.end_s - window.start_s == pytest.approx(20)


def test_an_opening_that_was_badly_heard_is_left_to_people() -> None:
    spoken = misheard(whole(opening="a: 네 말씀 하시 지요 아"), 0.45, turns=[0])
    assert outcome(rate(spoken, "courtesy-ko", "greeting")) == "cannot_tell"


def test_words_that_were_set_aside_in_the_window_may_have_been_the_greeting() -> None:
    spoken = replace(
        whole(opening="a +6: 네, 말씀하세요."), set_aside=(SetAside(Speaker.AGENT, 0.5, 5.0, "안녕", "low_confidence"),)
    )
    assert outcome(rate(spoken, "courtesy-ko", "greeting")) == "cannot_tell"


@pytest.mark.parametrize(
    ("closing", "answer"),
    [
        (CLOSING, "yes"),
        (("a: 다른 문의 사항은 없으십니까?", "c: 네.", "a: 이용해 주셔서 감사합니다. 즐거운 하루 되십시오."), "yes"),
        (("a: 추가로 궁금하신 건 없으세요?", "c: 없어요.", "a: 네."), "partly"),
        (("a: 네, 그렇게 하시면 돼요.", "c: 네.", "a: 네, 좋은 하루 보내세요."), "partly"),
        (("a: 네, 그렇게 하시면 돼요.", "c: 네 끊을게요.", "a: 네."), "no"),
    ],
)
def test_closing(closing: tuple[str, ...], answer: str) -> None:
    spoken = call(OPENING, *MIDDLE, "a: 아홉 시까지입니다.", "c: 네.", "a: 신분증도 가져오세요.", "c: 네.", *closing)
    assert outcome(rate(spoken, "courtesy-ko", "closing")) == answer


def test_plain_speech_is_partly_for_one_sentence_and_no_for_two() -> None:
    one = whole("c: 몇 시까지 해요?", "a: 그것은 이름이 뭐냐?", "c: 네?")
    two = whole("c: 몇 시까지 해요?", "a: 이름이 뭐야? 그건 안 돼. 저쪽에 물어봐라.", "c: 네?")
    assert outcome(rate(one, "courtesy-ko", "speech_level")) == "partly"
    rating = rate(two, "courtesy-ko", "speech_level")
    assert outcome(rating) == "no"
    assert [evidence.quote for evidence in rating.evidence] == ["이름이 뭐야?", "그건 안 돼.", "저쪽에 물어봐라."]


def test_one_lost_syllable_is_no_plain_speech() -> None:
    spoken = whole("c: 몇 시까지 해요?", "a: 네 확인해 볼게", "c: 네.")
    assert outcome(rate(spoken, "courtesy-ko", "speech_level")) in ("yes", "cannot_tell")


def test_plain_speech_of_the_citizen_costs_the_agent_nothing() -> None:
    spoken = whole("c: 야 빨리 말해. 그거 안 돼?", "a: 네, 확인해 드리겠습니다.", "c: 빨리 해라.")
    assert outcome(rate(spoken, "courtesy-ko", "speech_level")) == "yes"


@pytest.mark.parametrize(
    "said", ["그것도 모르세요?", "도대체 몇 번을 말해야 알아들으세요?", "정말 답답하시네요.", "그건 제가 알 바 아니에요.", "야 이 멍청한 인간아.", "귀찮게 하지 마세요."]
)  # fmt: skip
def test_unkind_words_are_critical(said: str) -> None:
    rating = rate(whole("c: 다시 말해 주세요.", f"a: {said}", "c: 네?"), "courtesy-ko", "unkind_words")
    assert outcome(rating) == "no"
    assert rating.critical
    assert any(evidence.turn == 2 for evidence in rating.evidence)


@pytest.mark.parametrize(
    "said", ["잘 모르시겠으면 다시 말씀드릴게요.", "번거롭게 해 드려 죄송합니다.", "답답하셨겠습니다.", "제가 담당이 아니어서 연결해 드리겠습니다.", "몇 번을 누르셨는지 말씀해 주세요.", "욕설은 삼가 주시기 바랍니다."]
)  # fmt: skip
def test_kind_words_that_look_alike_are_not_held_against_the_agent(said: str) -> None:
    assert outcome(rate(whole("c: 다시 말해 주세요.", f"a: {said}", "c: 네."), "courtesy-ko", "unkind_words")) == "yes"


def test_unkind_words_that_were_hardly_heard_are_left_to_people() -> None:
    spoken = misheard(whole("c: 다시 말해 주세요.", "a: 그것도 모르세요?", "c: 네?"), 0.5, turns=[2])
    rating = rate(spoken, "courtesy-ko", "unkind_words")
    assert outcome(rating) == "cannot_tell"
    assert rating.evidence
    assert rating.score is None
    assert not rating.critical


@pytest.mark.parametrize(
    ("citizen", "agent", "answer"),
    [
        ("밤마다 시끄러워서 잠을 못 자요.", "네, 많이 힘드셨겠습니다. 확인하겠습니다.", "yes"),
        ("지갑을 잃어버렸어요.", "아, 그러셨군요. 어디서 내리셨어요?", "partly"),
        ("지갑을 잃어버렸어요.", "어디서 내리셨어요?", "no"),
        ("도서관 시간이 궁금해요.", "네, 이용 시간이 궁금하시군요.", "yes"),
        ("도서관 시간이 궁금해요.", "아홉 시까지입니다.", "not_applicable"),
    ],
)
def test_empathy_is_asked_for_where_trouble_was_told(citizen: str, agent: str, answer: str) -> None:
    spoken = call(OPENING, f"c: {citizen}", f"a: {agent}", "c: 네.", *CLOSING)
    assert outcome(rate(spoken, "courtesy-ko", "empathy")) == answer


def test_holds() -> None:
    asked = call(
        OPENING,
        "c: 확인해 주세요.",
        "a: 네, 잠시만 기다려 주시겠습니까?",
        "a +20: 기다려 주셔서 감사합니다. 확인됐습니다.",
        *CLOSING,
    )
    assert outcome(rate(asked, "courtesy-ko", "hold_asked")) == "yes"
    assert outcome(rate(asked, "courtesy-ko", "hold_thanked")) == "yes"
    rude = call(OPENING, "c: 확인해 주세요.", "a: 네, 여권이요.", "a +20: 네, 됩니다.", *CLOSING)
    gap = Span(rude.turns[2].end_s, rude.turns[3].start_s)
    measured = replace(measure_turns(rude), holds=(gap,), dead_air=())
    for criterion in ("hold_asked", "hold_thanked"):
        rating = rate(rude, "courtesy-ko", criterion, measures=measured)
        assert outcome(rating) == "no"
        assert all(evidence.turn is None for evidence in rating.evidence)
    assert outcome(rate(whole(), "courtesy-ko", "hold_asked")) == "not_applicable"


@pytest.mark.parametrize(("seconds", "answer"), [(4, "yes"), (9, "yes"), (12, "partly"), (20, "no")])
def test_dead_air(seconds: int, answer: str) -> None:
    spoken = call(OPENING, *MIDDLE, "a: 네, 도서관은요.", f"a +{seconds}: 아홉 시까지입니다.", *CLOSING)
    rating = rate(spoken, "courtesy-ko", "dead_air")
    assert outcome(rating) == answer
    if answer != "yes":
        assert rating.evidence[0].end_s - rating.evidence[0].start_s == pytest.approx(seconds)


def test_talking_over_is_not_judged_on_one_channel() -> None:
    spoken = whole()
    overlaps = tuple(Span(start, start + 2.0) for start in (3.0, 8.0, 12.0))
    measured = replace(measure_turns(spoken), interruptions=overlaps)
    assert outcome(rate(spoken, "courtesy-ko", "interruption", measures=measured)) == "no"
    mono = replace(spoken, attribution="guessed")
    assert outcome(rate(mono, "courtesy-ko", "interruption", measures=measured)) == "not_applicable"


def test_a_transcript_without_times_is_scored_as_far_as_words_go() -> None:
    spoken = whole()
    bare = replace(
        spoken, duration_s=0.0, turns=tuple(replace(turn, start_s=0.0, end_s=0.0, words=()) for turn in spoken.turns)
    )
    evaluation = evaluate(bare, None, rubric("courtesy-ko"), None, called_at=None)
    outcomes = {rating.criterion: outcome(rating) for rating in evaluation.ratings}
    assert outcomes["greeting"] == outcomes["closing"] == outcomes["speech_level"] == "yes"
    for criterion in ("dead_air", "pace", "interruption", "hold_asked", "transfers"):
        assert outcomes[criterion] == "not_applicable"


def test_an_abusive_caller_suspends_courtesy_and_the_procedure_is_checked() -> None:
    insult = "c: 이 새끼야, 빨리 안 해?"
    warned = call(
        OPENING,
        insult,
        "a: 고객님, 욕설은 삼가 주시기 바랍니다.",
        "c: 시끄러워 이 미친놈아.",
        "a: 상담을 종료하겠습니다. 감사합니다.",
    )
    assert outcome(rate(warned, "courtesy-ko", "abuse_handling")) == "yes"
    assert outcome(rate(warned, "courtesy-ko", "closing")) == "not_applicable"
    endured = call(
        OPENING, insult, "a: 네, 확인하고 있습니다.", "c: 이 미친놈아.", "a: 네, 아홉 시까지입니다.", *CLOSING
    )
    assert outcome(rate(endured, "courtesy-ko", "abuse_handling")) == "partly"
    answered = call(OPENING, insult, "a: 뭐라고 이 새끼야?", "c: 뭐?", "a: 끊습니다.", *CLOSING)
    assert outcome(rate(answered, "courtesy-ko", "abuse_handling")) == "no"
    assert outcome(rate(answered, "courtesy-ko", "unkind_words")) == "not_applicable"
    angry = call(
        OPENING,
        "c: 아니 왜 이렇게 늦어요? 정말 화가 나네요.",
        "a: 네, 죄송합니다. 확인하겠습니다.",
        "c: 빨리요.",
        *CLOSING,
    )
    assert outcome(rate(angry, "courtesy-ko", "abuse_handling")) == "not_applicable"


def test_personal_data_read_aloud_and_asked_for() -> None:
    aloud = whole(
        "c: 팔오공삼일이 다시 이일사오육칠팔이에요.", "a: 팔오공삼일이 다시 이일사오육칠팔 맞으십니까?", "c: 네."
    )
    rating = rate(aloud, "accuracy-ko", "personal_data")
    assert outcome(rating) == "no"
    assert rating.critical
    asked = whole("c: 등본을 떼고 싶어요.", "a: 주민등록번호 뒷자리까지 말씀해 주세요.", "c: 왜요?")
    assert outcome(rate(asked, "accuracy-ko", "personal_data")) == "partly"
    contact = whole("c: 공일공에 이삼사오에 육칠팔구예요.", "a: 공일공에 이삼사오에 육칠팔구 맞으십니까?", "c: 네.")
    assert outcome(rate(contact, "accuracy-ko", "personal_data")) == "yes"


NOW = datetime.fromisoformat("2026-11-22T10:00:00+09:00")


@pytest.mark.parametrize(
    ("question", "answer", "criterion", "wanted"),
    [
        ("등본 수수료가 얼마예요?", "창구에서 사백 원입니다.", "fee", "yes"),
        ("등본 수수료가 얼마예요?", "창구에서 사천 원입니다.", "fee", "no"),
        ("비행기 표가 얼마예요?", "삼십만 원입니다.", "fee", "not_applicable"),
        ("장기전세 전화번호가 뭐예요?", "일육공공에 삼사오육입니다.", "phone", "yes"),
        ("장기전세 전화번호가 뭐예요?", "일육공공에 삼오사육입니다.", "phone", "no"),
        ("도로에 구멍이 났어요.", "도로사업소로 문의하시면 됩니다.", "office", "yes"),
        ("도로에 구멍이 났어요.", "택시정책과로 문의하시면 됩니다.", "office", "no"),
        ("서울도서관 평일 이용 시간이 어떻게 돼요?", "평일 오전 아홉 시부터 밤 아홉 시까지입니다.", "hours", "yes"),
        ("서울도서관 평일 이용 시간이 어떻게 돼요?", "평일 오전 열 시부터 밤 아홉 시까지입니다.", "hours", "no"),
        ("전입신고는 언제까지 해야 하나요?", "십사 일 안에 하시면 됩니다.", "deadline", "yes"),
        ("전입신고는 언제까지 해야 하나요?", "삼십 일 안에 하시면 됩니다.", "deadline", "no"),
    ],
)
def test_stated_facts(question: str, answer: str, criterion: str, wanted: str) -> None:
    spoken = whole(f"c: {question}", f"a: 네, {answer}", "c: 네.")
    rating = rate(spoken, "accuracy-ko", criterion, answers=shipped_answers(), called_at=NOW)
    assert outcome(rating) == wanted
    if wanted == "no":
        assert rating.evidence[0].quote in answer
        blurred = misheard(spoken, 0.55, turns=[2])
        assert (
            outcome(rate(blurred, "accuracy-ko", criterion, answers=shipped_answers(), called_at=NOW)) == "cannot_tell"
        )


@pytest.mark.parametrize(
    ("ko", "en"),
    [("12,300원", "12,300 won"), ("7월 31일", "31 July"), ("3영업일", "3 working days"), ("평일 09:00-18:00", "weekdays 09:00-18:00"), ("교통과", "교통과")],
)  # fmt: skip
def test_values_are_told_in_english_to_english_readers(ko: str, en: str) -> None:
    assert in_english(ko) == en


def test_the_score_leaves_out_what_was_not_rated() -> None:
    spoken = whole(opening="a: 네, 말씀하세요.")
    evaluation = evaluate(spoken, measure_turns(spoken), rubric("courtesy-ko"), None, called_at=None)
    weights = {criterion.id: criterion.weight for criterion in rubric("courtesy-ko").criteria}
    rated = [rating for rating in evaluation.ratings if rating.score is not None]
    assert len(rated) < len(evaluation.ratings)
    by_hand = 100 * sum(weights[r.criterion] * (r.score or 0) for r in rated) / sum(weights[r.criterion] for r in rated)
    assert evaluation.score == pytest.approx(by_hand, abs=0.05)
    assert evaluation.score < 100


def test_a_call_without_an_agent_is_not_judged() -> None:
    spoken = call("c: 여보세요?", "c: 여보세요?", tail_s=30)
    evaluation = evaluate(spoken, measure_turns(spoken), rubric("courtesy-ko"), None, called_at=None)
    assert evaluation.score is None
    assert not [rating for rating in evaluation.ratings if rating.score is not None]


def test_an_empty_transcript_is_not_judged() -> None:
    empty = Transcript("ko", 0.0, ())
    for name in ("courtesy-ko", "accuracy-ko", "courtesy-en"):
        assert evaluate(empty, None, rubric(name), None, called_at=None).score is None
    assert flags(empty, None, ()) == ()


def test_a_silent_channel_and_a_noisy_call_are_flagged() -> None:
    lonely = call("c: 여보세요?", "c +3: 여보세요? 제 말 들리세요?", tail_s=40)
    assert "silent_channel" in {flag.code for flag in flags(lonely, measure_turns(lonely), ())}
    noisy = replace(measure_turns(whole()), noise_db=-3.0)
    assert "too_noisy" in {flag.code for flag in flags(whole(), noisy, ())}
    assert flags(whole(), measure_turns(whole()), ()) == ()
