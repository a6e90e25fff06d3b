"""The words of the manager's side: what each rule of the desk means, and what came of sharing reviews out."""

from __future__ import annotations

from collections.abc import Iterable

from qa.call import Sentence
from qa.desk.planted import CatchRate
from qa.desk.share import Left, Shared
from qa.web.formats import percent, short_day
from qa.web.wording import say, sentence

FEW = 5  # planted ratings; of fewer nothing is concluded
NAMED = 20  # calls in one line

STATES = {
    "": Sentence("끝나지 않은 평가", "Not finished"),
    "waiting": Sentence("대기 중", "Waiting"),
    "assigned": Sentence("배정됨", "In somebody's hands"),
    "submitted": Sentence("제출됨", "Submitted"),
    "withdrawn": Sentence("취소됨", "Not needed any more"),
    "all": Sentence("모두", "All"),
}

NOBODY = Sentence("평가를 맡을 사람을 선택해 주세요.", "Choose whom to give them to.")

UNITS = {
    "approval": Sentence("", ""),
    "planted_share": Sentence("%", "%"),
    "open_at_most": Sentence("건", "reviews"),
    "flagged_days": Sentence("일", "days"),
    "random_days": Sentence("일", "days"),
    "answer_days": Sentence("일", "days"),
    "dispute_days": Sentence("일", "days"),
}

# What each rule does, in plain words, for whoever is about to change it.
MEANINGS = {
    "approval": Sentence(
        "켜면 다른 평가자가 2차 평가에서 승인한 뒤에 상담사에게 공개합니다. 끄면 1차 평가를 제출하는 즉시 공개합니다. "
        "이미 대기 중인 2차 평가는 그대로 진행합니다.",
        "On: a second evaluator looks over each evaluation before the agent sees it. Off: the agent sees it as soon as "
        "it is submitted. Second evaluations that wait already go on waiting.",
    ),
    "planted_share": Sentence(
        "자동 평정을 보면서 하는 평가 가운데 이 비율만큼은 자동 평정 하나를 일부러 틀리게 보여 줍니다. "
        "평가자가 직접 듣고 판단하는지 알아보기 위한 것입니다. 평가를 제출하면 발견했는지 본인에게 바로 알려 주고, "
        "발견하지 못하면 그 항목에는 원래 자동 평정이 그대로 남아 상담사의 점수는 달라지지 않습니다. "
        "무작위 표본에는 심지 않습니다.",
        "In this share of the reviews where machine ratings are shown, one is shown wrong on purpose, to see whether "
        "people listen before they accept. Evaluators are told right after they submit whether they noticed. It never "
        "changes a score: if nobody notices, the machine's own rating of that criterion stands. Nothing is planted in "
        "the random sample.",
    ),
    "open_at_most": Sentence(
        "평가자가 평가함에서 가져와 동시에 맡을 수 있는 최대 건수입니다. 관리자가 배정하는 평가에는 적용하지 않습니다.",
        "How many reviews a person may hold before taking another. What a manager assigns is not held back by it.",
    ),
    "flagged_days": Sentence(
        "확인 사유가 있거나 관리자가 고른 통화를 며칠 안에 평가할지 정합니다. 새로 생기는 평가부터 적용합니다.",
        "Within how many days a flagged or picked call is evaluated. It holds for reviews opened from now on.",
    ),
    "random_days": Sentence(
        "무작위로 뽑힌 통화를 며칠 안에 평가할지 정합니다. 새로 생기는 평가부터 적용합니다.",
        "Within how many days a call drawn at random is evaluated. It holds for reviews opened from now on.",
    ),
    "answer_days": Sentence(
        "2차 평가, 보완 요청을 받은 평가, 이의제기 답변을 며칠 안에 끝낼지 정합니다.",
        "Within how many days a second evaluation, one that was returned, or the answer to a dispute is due.",
    ),
    "dispute_days": Sentence(
        "평가를 공개한 날부터 며칠 동안 상담사가 이의를 제기할 수 있는지 정합니다. "
        "이미 공개한 통화의 기간은 바뀌지 않습니다.",
        "For how many days after release an agent may dispute a rating. Calls released already keep their time.",
    ),
}


def summary(shared: Shared, *, to_pool: bool = False) -> str:
    """What was given to whom, in one line; "" when nothing was."""
    if not shared.number:
        return ""
    if to_pool:
        return say("{n}건을 대기 목록에 넣었습니다.", "{n} now waiting in the pool.", n=shared.number)
    names = ", ".join(say("{who} {n}건", "{who} {n}", who=who, n=number) for who, number in shared.given)
    return say("{n}건을 배정했습니다: {names}", "{n} assigned: {names}", n=shared.number, names=names)


def remains(shared: Shared) -> list[str]:
    """What was not assigned and why, the same reason once with all its calls."""
    lines = []
    if shared.missing:
        lines.append(
            say("나머지 {n}건은 배정하지 못했습니다.", "{n} could not be assigned.", n=shared.missing)
            + ("" if shared.left else " " + say("대기 중인 평가가 더 없습니다.", "No more are waiting."))
        )
    return lines + [_line(why, calls) for why, calls in _by_reason(shared.left).items()]


def catch_words(rate: CatchRate) -> str:
    """How often somebody noticed, and how sure that is, in words."""
    told = say("심어 둔 {m}건 중 {c}건 발견", "noticed {c} of {m} planted", m=rate.met, c=rate.caught)
    if rate.met < FEW or rate.interval is None:
        return say("아직 건수가 적어 판단하지 않습니다({told}).", "Too few yet ({told}).", told=told)
    low, high = rate.interval
    return say(
        "{told}. 실제 발견율은 {low}에서 {high} 사이로 봅니다(95% 신뢰구간).",
        "{told}. The true rate lies between {low} and {high} (95% confidence).",
        told=told,
        low=percent(low),
        high=percent(high),
    )


def _by_reason(left: Iterable[Left]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for each in left:
        day = f" ({short_day(each.at)})" if each.at else ""
        calls = found.setdefault(sentence(each.why) + day, [])
        if each.call_id is not None:
            calls.append(each.call_id)
    return found


def _line(why: str, calls: list[int]) -> str:
    if not calls:
        return why
    named = ", ".join(map(str, calls[:NAMED]))
    more = say(" 외 {n}건", " and {n} more", n=len(calls) - NAMED) if len(calls) > NAMED else ""
    return say("통화 {named}{more}: {why}", "Call {named}{more}: {why}", named=named, more=more, why=why)
