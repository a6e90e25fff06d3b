"""When a criterion is not applicable: the situation did not arise, or the recording cannot show it."""

from __future__ import annotations

from collections.abc import Callable

from qa.call import Sentence, Speaker
from qa.language.phrases import find_any
from qa.language.speech_level import Level, speech_levels
from qa.language.transfers import transfers_said
from qa.scoring.checks.abuse import AbuseClass, find_abuse
from qa.scoring.hearing import Hearing

SHORTEST_CALL_S = 15.0
FEWEST_AGENT_TURNS = 3
_BREAKS_OFF_S = 1.0
_FAREWELLS = (
    "감사합니다", "고맙습니다", "안녕히 계세요", "좋은 하루", "수고하세요", "수고하십시오", "끊을게요",
    "종료하겠습니다", "들어가세요",
    "thank you", "goodbye", "bye", "have a nice day", "have a good day",
)  # fmt: skip


def broke_off(hearing: Hearing) -> bool:
    """Whether the recording ends in the middle of the call: very short, or the last words unfinished and nobody took
    leave.
    """
    transcript = hearing.transcript
    if not transcript.turns:
        return False
    if hearing.timed and transcript.duration_s < SHORTEST_CALL_S:
        return True
    farewell = any(find_any(_FAREWELLS, turn.text) for turn in transcript.turns[-4:])
    last = max(transcript.turns, key=lambda turn: turn.end_s) if hearing.timed else transcript.turns[-1]
    if farewell or not hearing.timed or transcript.duration_s - last.end_s > _BREAKS_OFF_S:
        return False
    levels = speech_levels(last.text)
    return bool(levels) and levels[-1].level is Level.NONE and last.text.rstrip()[-1:] not in ".?!"


def _no_hold(hearing: Hearing) -> Sentence | None:
    if hearing.measures and hearing.measures.holds:
        return None
    return Sentence("대기가 없었습니다.", "There was no hold.")


def _abusive_caller(hearing: Hearing) -> Sentence | None:
    abused = hearing.once("abuse", find_abuse)
    if abused is None:
        return None
    if abused.kind is AbuseClass.ABUSE:
        return Sentence(
            "시민의 폭언이 있어 이 항목은 평가하지 않습니다.",
            "The citizen was abusive, so this criterion is suspended.",
        )
    what = abused.kind.words
    return Sentence(
        f"상담사 보호 대상 통화({what.ko})여서 이 항목은 평가하지 않습니다.",
        f"A call that agents are protected in ({what.en}), so this criterion is suspended.",
    )


def _broke_off(hearing: Hearing) -> Sentence | None:
    if not broke_off(hearing):
        return None
    return Sentence("통화가 중간에 끊겨 평가할 수 없습니다.", "The call broke off, so this cannot be judged.")


def _short_call(hearing: Hearing) -> Sentence | None:
    if len(hearing.turns(Speaker.AGENT)) >= FEWEST_AGENT_TURNS:
        return None
    return Sentence(
        f"상담사의 발화가 {FEWEST_AGENT_TURNS}회 미만이어서 평가하지 않습니다.",
        f"The agent spoke fewer than {FEWEST_AGENT_TURNS} times.",
    )


def _one_channel(hearing: Hearing) -> Sentence | None:
    if hearing.transcript.attribution == "channel":
        return None
    return Sentence(
        "두 사람이 한 채널에 녹음되어 말겹침을 알 수 없습니다.",
        "Both speakers are on one channel, so talking over cannot be seen.",
    )


def _no_times(hearing: Hearing) -> Sentence | None:
    if hearing.timed and hearing.measures is not None:
        return None
    return Sentence(
        "전사문에 시간 정보가 없어 측정할 수 없습니다.", "The transcript carries no times, so this cannot be measured."
    )


def _written(hearing: Hearing) -> Sentence | None:
    if hearing.transcript.medium == "phone":
        return None
    return Sentence("채팅 등 문자 상담이어서 평가하지 않습니다.", "This was written, not spoken, so it is not asked.")


def _citizen_hung_up(hearing: Hearing) -> Sentence | None:
    if not any(event.kind == "hangup" and event.by == Speaker.CITIZEN for event in hearing.transcript.events):
        return None
    return Sentence("시민이 먼저 전화를 끊어 평가하지 않습니다.", "The citizen hung up first, so this cannot be asked.")


def _handed_over(hearing: Hearing) -> Sentence | None:
    own = hearing.turns(Speaker.AGENT)
    transfers = [event for event in hearing.transcript.events if event.kind == "transfer"]
    by_switch = bool(own and transfers) and hearing.timed and transfers[-1].end_s >= own[-1][1].start_s
    said = hearing.once("transfers", lambda each: transfers_said(each.transcript.turns))
    if not by_switch and not (own and said and said[-1].turn >= own[-1][0]):
        return None
    return Sentence(
        "담당 부서로 연결하며 끝난 통화여서 평가하지 않습니다.",
        "The call ended by handing the citizen over, so this is not asked.",
    )


CONDITIONS: dict[str, Callable[[Hearing], Sentence | None]] = {
    "no_hold": _no_hold,
    "abusive_caller": _abusive_caller,
    "broke_off": _broke_off,
    "short_call": _short_call,
    "one_channel": _one_channel,
    "no_times": _no_times,
    "written": _written,
    "citizen_hung_up": _citizen_hung_up,
    "handed_over": _handed_over,
}
