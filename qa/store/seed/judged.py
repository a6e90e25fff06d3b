"""What the machine made of a made-up conversation: measures, ratings with their evidence, scores and flags."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qa.call import Rating, RatingState, Sentence, to_json
from qa.scoring.criterion import Criterion
from qa.scoring.evaluate import score
from qa.scoring.rubric import Rubric
from qa.store.seed import sentences as say
from qa.store.seed.talk import Talk

STATES = {"na": RatingState.NOT_APPLICABLE, "cannot_tell": RatingState.CANNOT_TELL}
# A criterion that failed, and the flag it raises.
FLAGS = {
    "greeting": "no_greeting",
    "unkind_words": "unkind_words",
    "speech_level": "speech_level",
    "dead_air": "dead_air",
    "hold_asked": "hold_unasked",
    "interruption": "interruption",
    "personal_data": "personal_data",
}
FACTS = frozenset({"fee", "phone", "hours", "deadline", "eligibility", "procedure", "office"})
# Which criterion of accuracy compares a fact of which type.
COMPARED_BY = {"duration": "deadline", "place": "procedure", "document": "procedure", "possible": "eligibility"}

COMPLAINED = Sentence("시민이 불만을 말했습니다.", "The citizen complained.")
CALLED_AGAIN = Sentence("시민이 전에도 전화했다고 말했습니다.", "The citizen says they called before.")
ABUSED = Sentence("시민의 폭언이 있었습니다.", "The citizen was abusive.")


@dataclass(frozen=True)
class Judged:
    """One rating as its table keeps it, without ids."""

    criterion: str
    answer: str | None
    state: str
    score: float | None
    confidence: float
    reason: dict[str, Any]
    evidence: list[dict[str, Any]]
    critical: bool

    def row(self) -> dict[str, Any]:
        return dict(vars(self))


def measured(done: Talk, turns: list[dict[str, Any]], duration_s: float) -> dict[str, Any]:
    """`SpeechMeasures` as it is kept."""
    agent = round(sum(t["end_s"] - t["start_s"] for t in turns if t["speaker"] == "agent"), 2)
    citizen = round(sum(t["end_s"] - t["start_s"] for t in turns if t["speaker"] == "citizen"), 2)
    asked, thanked = (done.answers.get(name) != "no" for name in ("hold_asked", "hold_thanked"))
    cuts = {"partly": 2, "no": 3}.get(done.answers.get("interruption", ""), 0)
    starts = [turn for turn in turns[3:] if turn["speaker"] == "agent"][:cuts]
    pace = {"partly": 8.7, "no": 10.1}.get(done.answers.get("pace", ""), 5.4)
    return {
        "duration_s": duration_s,
        "agent_talk_s": agent,
        "citizen_talk_s": citizen,
        "agent_talk_share": round(agent / (agent + citizen), 4),
        "dead_air": [] if done.dead_air is None else [_silence(turns, done.dead_air, False, False)],
        "holds": [] if done.hold is None else [_silence(turns, done.hold, asked, thanked)],
        "interruptions": [
            {"start_s": t["start_s"], "end_s": round(t["start_s"] + 0.7, 2), "announced": False, "thanked": False}
            for t in starts
        ],
        "overlap_s": round(0.7 * cuts, 2),
        "response_time_s": 0.6,
        "agent_pace_syllables_per_s": pace,
        "agent_loudness_db": -21.0,
        "citizen_loudness_db": -24.0,
        "noise_db": 26.0,
        "transfers": done.transfers,
        "greeting_delay_s": turns[0]["start_s"],
    }


def _silence(turns: list[dict[str, Any]], after: int, announced: bool, thanked: bool) -> dict[str, Any]:
    start_s, end_s = turns[after]["end_s"], turns[after + 1]["start_s"]
    return {"start_s": start_s, "end_s": end_s, "announced": announced, "thanked": thanked}


def ratings(done: Talk, turns: list[dict[str, Any]], rubric: Rubric) -> list[Judged]:
    """One for each criterion of the rubric, whatever it is: those that nothing here plays out were done well."""
    return [_rating(done, turns, criterion) for criterion in rubric.criteria]


def _rating(done: Talk, turns: list[dict[str, Any]], criterion: Criterion) -> Judged:
    answer, reason = _answer(done, criterion)
    if answer in STATES:
        return Judged(criterion.id, None, STATES[answer].value, None, 1.0 if answer == "na" else 0.4, reason, [], False)
    worth = criterion.answers[answer].score
    place = done.places.get("fact" if criterion.id in FACTS else criterion.id)
    evidence: list[dict[str, Any]] = []
    if place is not None:
        turn = turns[place]
        quote = {"turn": place, "quote": turn["text"], "start_s": turn["start_s"], "end_s": turn["end_s"]}
        evidence = [quote | {"shows": "answer"}]
    elif worth is not None and worth < 1:
        window = {"turn": None, "quote": "", "start_s": 0.0, "end_s": turns[-1]["end_s"], "shows": "answer"}
        evidence = [window]
    critical = criterion.critical is not None and worth is not None and worth < 1
    return Judged(criterion.id, answer, RatingState.RATED.value, worth, 0.91, reason, evidence, critical)


def _answer(done: Talk, criterion: Criterion) -> tuple[str, dict[str, Any]]:
    """The answer, or na or cannot_tell, and why."""
    if criterion.id in FACTS:
        compared = COMPARED_BY.get(str(done.fact.type), str(done.fact.type)) if done.fact else ""
        if compared != criterion.id:
            return "na", _kept(say.NOT_STATED)
        if done.verdict == "cannot_tell":
            return "cannot_tell", _kept(say.UNCLEAR)
        agrees = done.verdict == "agree"
        return ("yes", _kept(say.AGREES)) if agrees else ("no", _kept(say.CONTRADICTS))
    answer = done.answers.get(criterion.id, "yes")
    if criterion.id == "personal_data" and "personal_data" not in done.places:
        answer = "yes"
    if answer == "cannot_tell":
        return answer, _kept(say.UNCLEAR)
    if answer != "na" and answer not in criterion.answers:
        answer = next(iter(criterion.answers))
    known = say.REASONS.get(criterion.id, {})
    return answer, _kept(
        known.get(answer) or (say.NO_NEED if answer == "na" else say.NOTHING_WRONG.get(answer, say.GIVEN))
    )


@lru_cache(maxsize=200)
def _kept(sentence: Sentence) -> dict[str, Any]:
    kept: dict[str, Any] = to_json(sentence)
    return kept


class Form:
    """A rubric with the ids of its version in the store, and the product's own sum, each outcome reckoned once."""

    def __init__(self, name: str, rubric: Rubric, version_id: int) -> None:
        self.name, self.rubric, self.version_id = name, rubric, version_id
        self._sums: dict[tuple[Any, ...], float | None] = {}

    def score(self, of: list[Judged], *, by_person: bool = False) -> float | None:
        """0–100; a critical failure that a person stands for acts."""
        key = (by_person, *((each.answer, each.state) for each in of))
        if key not in self._sums:
            values = tuple(_value(each) for each in of)
            confirmed = frozenset(value.criterion for value in values if value.critical) if by_person else frozenset()
            self._sums[key] = score(self.rubric, values, confirmed=confirmed)
        return self._sums[key]


def _value(each: Judged) -> Rating:
    state = RatingState(each.state)
    return Rating(each.criterion, each.answer, state, each.score, each.confidence, say.GIVEN, (), each.critical)


def flags(
    done: Talk, turns: list[dict[str, Any]], judged: list[Judged], scores: dict[str, float | None]
) -> list[dict[str, Any]]:
    """Code, sentence and place of each flag."""
    found: dict[str, dict[str, Any]] = {}
    for each in judged:
        code = "wrong_fact" if each.criterion in FACTS else FLAGS.get(each.criterion)
        if each.score == 0 and code:
            place = each.evidence[0]
            found[code] = _flag(code, each.reason, place["start_s"], place["end_s"])
    for _, (turn, _) in sorted(done.complaints.items()):
        found["complaint"] = _at("complaint", COMPLAINED, turns[turn])
    if done.called_before is not None:
        found["repeat_call"] = _at("repeat_call", CALLED_AGAIN, turns[done.called_before])
    if done.abusive is not None:
        found["abusive_caller"] = _at("abusive_caller", ABUSED, turns[done.abusive])
    low = min((value for value in scores.values() if value is not None), default=100.0)
    if low < 70:
        text = Sentence(f"점수가 {low:.1f}점으로 기준(70점)보다 낮습니다.", f"The score is {low:.1f}, below 70.")
        found["low_score"] = _flag("low_score", to_json(text), None, None)
    return list(found.values())


def _at(code: str, sentence: Sentence, turn: dict[str, Any]) -> dict[str, Any]:
    return _flag(code, _kept(sentence), turn["start_s"], turn["end_s"])


def _flag(code: str, sentence: dict[str, Any], start_s: float | None, end_s: float | None) -> dict[str, Any]:
    return {"code": code, "sentence": sentence, "start_s": start_s, "end_s": end_s}
