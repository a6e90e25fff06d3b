"""One made-up conversation: what is said, where, and what in it deserves which rating."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qa.answers.entries import Entry, Fact
from qa.store.seed import sentences as say

SECONDS_PER_LETTER = 0.17
FEWEST_TURNS, MOST_TURNS, USUAL_TURNS = 20, 60, 26

# How often a criterion is met only partly, and not at all, by an agent of middling quality.
FAULTS = {
    "greeting": (0.10, 0.008),
    "speech_level": (0.02, 0.008),
    "object_honorific": (0.08, 0.0),
    "unkind_words": (0.0, 0.004),
    "blunt": (0.0, 0.05),
    "restating": (0.0, 0.12),
    "conclusion_first": (0.10, 0.04),
    "empathy": (0.0, 0.15),
    "interruption": (0.08, 0.006),
    "dead_air": (0.06, 0.006),
    "pace": (0.04, 0.004),
    "hold_asked": (0.0, 0.03),
    "hold_thanked": (0.0, 0.15),
    "closing": (0.15, 0.03),
    "personal_data": (0.0, 0.06),
}
RARE = frozenset(
    {"greeting", "speech_level", "unkind_words", "interruption", "dead_air", "hold_asked", "personal_data"}
)


@dataclass
class Talk:
    """`turns`: speaker and text, each with the seconds of silence before it. `places`: where what is rated was said.

    `answers`: by criterion yes, partly, no, na or cannot_tell; what is not in it was done well.
    """

    entry: Entry | None
    fact: Fact | None = None
    stated: str = ""
    verdict: str = ""  # agree, contradict, or nothing was stated
    turns: list[tuple[str, str, float]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    personal: list[tuple[int, int, int]] = field(default_factory=list)
    hold: int | None = None  # the turn before a hold
    dead_air: int | None = None  # the turn before an unannounced silence
    transfers: int = 0
    office: str = ""
    question: str = ""
    complaints: dict[str, tuple[int, str]] = field(default_factory=dict)
    called_before: int | None = None
    abusive: int | None = None
    resolved: bool | None = True

    def add(self, speaker: str, text: str, gap_s: float = 0.6, *, of: str = "") -> int:
        self.turns.append((speaker, text, gap_s))
        place = len(self.turns) - 1
        if of:
            self.places[of] = place
        return place


class Words:
    """Fills the templates of one call: a call is about one place, one matter."""

    def __init__(self, chance: random.Random, agent: str, matter: str, office: str) -> None:
        self.chance = chance
        self.same = {"agent": agent, "matter": matter, "office": office, "place": chance.choice(say.PLACES)}

    def fill(self, templates: tuple[str, ...], **more: str) -> str:
        chance = self.chance
        number = chance.random()
        return chance.choice(templates).format(
            **self.same,
            noun=say.NOUNS[int(number * 1000) % len(say.NOUNS)],
            feeling=say.FEELINGS[int(number * 100) % len(say.FEELINGS)],
            month=1 + int(number * 12),
            day=1 + int(number * 2800) % 28,
            days=2 + int(number * 700) % 20,
            hour=9 + int(number * 90) % 9,
            won=f"{(1 + int(number * 900)) * 100:,}",
            **more,
        )


def talk(chance: random.Random, agent: str, quality: float, entry: Entry | None, day: date, rare: float) -> Talk:
    """A call to this agent about this entry of the standard answers (None: about something they know nothing of).

    `rare` makes what happens seldom happen so many times as often, so that a small centre shows everything, too.
    """
    thing = chance.choice(say.UNKNOWN_THINGS)
    matter = entry.title if entry else thing
    done = Talk(entry)
    facts = entry.facts_on(day) if entry else ()
    offices = [fact for fact in facts if fact.type == "office"]
    done.office = offices[0].text.split("|")[0] if offices else "담당 부서"
    words = Words(chance, agent, matter, done.office)
    _draw_faults(done, chance, 1.7 - quality, rare)
    done.question = chance.choice(entry.questions) if entry else chance.choice(say.UNKNOWN_ASKS).format(thing=thing)
    _begin(done, words, chance, rare)
    length = min(MOST_TURNS, FEWEST_TURNS + int(chance.expovariate(1 / (USUAL_TURNS - FEWEST_TURNS))))
    before = (length - len(done.turns) - 8) // 2
    _chat(done, words, before)
    _middle(done, words, chance, rare)
    if facts:
        _state_fact(done, words, chance, facts, entry, rare)
    else:
        done.add("agent", words.fill(say.NO_ANSWER), of="conclusion_first")
        done.resolved = False
    done.add("citizen", words.fill(say.CITIZEN))
    _chat(done, words, length - len(done.turns) - 3)
    _end(done, words, chance)
    return done


def _draw_faults(done: Talk, chance: random.Random, carelessness: float, rare: float) -> None:
    for criterion, (partly, no) in FAULTS.items():
        drawn = chance.random()
        never = no * carelessness * (rare if criterion in RARE else 1)
        if drawn < never:
            done.answers[criterion] = "no"
        elif drawn < never + partly * carelessness:
            done.answers[criterion] = "partly"
        elif drawn > 0.992:
            done.answers[criterion] = "cannot_tell"


def _begin(done: Talk, words: Words, chance: random.Random, rare: float) -> None:
    said = done.answers.get("greeting", "yes")
    done.add("agent", words.fill(say.GREETING.get(said, say.GREETING["yes"])), 0.8, of="greeting")
    done.add("citizen", words.fill(say.OPENING, question=done.question), of="question")
    restated = done.answers.get("restating") != "no"
    done.add("agent", words.fill(say.RESTATING if restated else say.NOT_RESTATING), of="restating")
    for kind, templates, share in (
        ("waiting", say.WAITED, 0.012),
        ("transfers", say.PASSED_ON, 0.010),
        ("unkindness", say.RUDE_BEFORE, 0.006),
    ):
        if chance.random() < share * rare:
            place = done.add("citizen", words.fill(templates))
            done.complaints[kind] = (place, done.turns[place][1])
            done.add("agent", words.fill(say.EMPATHY))
    if chance.random() < 0.01 * rare:
        done.called_before = done.add("citizen", words.fill(say.AGAIN))
    if chance.random() < 0.4:
        done.add("citizen", words.fill(say.TROUBLE))
        if done.answers.get("empathy") != "no":
            done.add("agent", words.fill(say.EMPATHY), of="empathy")
        else:
            done.places["empathy"] = done.add("agent", "네.")
    else:
        done.answers["empathy"] = "na"


def _chat(done: Talk, words: Words, turns: int) -> None:
    chance = words.chance
    agent = done.turns[-1][0] == "citizen"
    for _ in range(max(0, turns)):
        short = chance.random() < 0.32
        if agent:
            done.add("agent", chance.choice(say.AGENT_BACKS) if short else words.fill(say.AGENT))
        else:
            done.add("citizen", chance.choice(say.BACKS) if short else words.fill(say.CITIZEN))
        agent = not agent


def _middle(done: Talk, words: Words, chance: random.Random, rare: float) -> None:
    answers = done.answers
    if answers.get("speech_level") in ("partly", "no"):
        done.add("agent", words.fill(say.CASUAL), of="speech_level")
    if answers.get("unkind_words") == "no":
        done.add("agent", words.fill(say.UNKIND), of="unkind_words")
    if answers.get("blunt") == "no":
        done.add("agent", words.fill(say.BLUNT), of="blunt")
    if answers.get("object_honorific") == "partly":
        done.add("agent", words.fill(say.HONOURED), of="object_honorific")
    if chance.random() < 0.3:
        done.add("agent", words.fill(say.CUSHION), of="cushion")
        done.add("citizen", chance.choice(say.BACKS))
    else:
        answers["cushion"] = "na"
    if chance.random() < 0.004 * rare:
        done.abusive = done.add("citizen", chance.choice(say.ABUSE))
        done.add("agent", chance.choice(say.WARNING), of="abuse_handling")
    else:
        answers["abuse_handling"] = "na"
    if chance.random() < 0.1:
        _tell_number(done, chance)
    if answers.get("dead_air") in ("partly", "no"):
        done.dead_air = len(done.turns) - 1
        done.add("agent", words.fill(say.AGENT), 12.0 if answers["dead_air"] == "partly" else 19.0)
    if chance.random() < 0.25:
        asked = answers.get("hold_asked") != "no"
        done.hold = done.add("agent", words.fill(say.HOLD["yes" if asked else "no"]), of="hold_asked")
        thanked = answers.get("hold_thanked") != "no"
        length_s = round(min(180.0, 8 + chance.expovariate(1 / 20)), 1)
        done.add("agent", words.fill(say.THANKS["yes" if thanked else "no"]), length_s, of="hold_thanked")
    else:
        answers["hold_asked"] = answers["hold_thanked"] = "na"


def _tell_number(done: Talk, chance: random.Random) -> None:
    # 010-0000 is nobody's: no such exchange is given out.
    number = f"010-0000-{chance.randrange(10_000):04d}"
    told = done.add("citizen", say.NUMBER.format(number=number))
    done.personal.append((told, say.NUMBER.index("{"), say.NUMBER.index("{") + len(number)))
    if done.answers.get("personal_data") == "no":
        back = done.add("agent", say.NUMBER_BACK.format(number=number), of="personal_data")
        done.personal.append((back, say.NUMBER_BACK.index("{"), say.NUMBER_BACK.index("{") + len(number)))
    else:
        done.add("agent", say.NUMBER_KEPT)


def _state_fact(
    done: Talk, words: Words, chance: random.Random, facts: tuple[Fact, ...], entry: Entry | None, rare: float
) -> None:
    done.fact = chance.choice(facts)
    right = done.fact.text.split("|")[0]
    others = (
        [f.text.split("|")[0] for f in entry.facts if f.type == done.fact.type and f.text != done.fact.text]
        if entry
        else []
    )
    done.verdict, done.stated = "agree", right
    if others and chance.random() < 0.05 * rare:
        done.verdict, done.stated = "contradict", chance.choice(others)
    elif chance.random() < 0.03:
        done.verdict = "cannot_tell"
    place = done.add("agent", words.fill(say.ANSWER, fact=done.fact.name, value=done.stated), of="conclusion_first")
    done.places["fact"] = place
    done.resolved = chance.random() < 0.86


def _end(done: Talk, words: Words, chance: random.Random) -> None:
    if done.turns[-1][0] == "agent":
        done.add("citizen", chance.choice(say.BACKS))
    if done.resolved is False and chance.random() < 0.6:
        done.transfers = 1
        done.add("agent", words.fill(say.TRANSFER), of="transfers")
        done.add("citizen", chance.choice(say.BACKS))
    elif done.resolved is False:
        done.add("agent", words.fill(say.CALL_BACK), of="call_back")
        done.add("citizen", chance.choice(say.BACKS))
    elif chance.random() < 0.15:
        done.resolved = None
    said = done.answers.get("closing", "yes")
    done.add("agent", words.fill(say.CLOSING.get(said, say.CLOSING["yes"])), of="closing")
    done.add("citizen", chance.choice(say.THANKED))


def timed(done: Talk, chance: random.Random, *, words: bool) -> tuple[list[dict[str, Any]], float]:
    """The turns as a transcript keeps them, and the seconds the call lasts; with single words where wanted."""
    rows: list[dict[str, Any]] = []
    now = 0.0
    jitter = chance.random()
    for speaker, text, gap_s in done.turns:
        jitter = (jitter * 7.31 + 0.17) % 1.0
        start = round(now + gap_s * (0.5 + jitter) if gap_s < 2 else now + gap_s, 2)
        now = round(start + max(0.4, len(text) * SECONDS_PER_LETTER), 2)
        rows.append({"speaker": speaker, "start_s": start, "end_s": now, "text": text, "words": []})
        if words:
            rows[-1]["words"] = _words(text, start, chance)
    return rows, round(now + 1.0, 2)


def _words(text: str, start_s: float, chance: random.Random) -> list[dict[str, Any]]:
    found = []
    for word in text.split():
        end_s = round(start_s + len(word) * SECONDS_PER_LETTER, 2)
        confidence = round(1 - min(0.8, chance.expovariate(14)), 2)
        found.append({"text": word, "start_s": start_s, "end_s": end_s, "confidence": confidence})
        start_s = round(end_s + SECONDS_PER_LETTER, 2)
    return found
