"""The sample calls as the demo sees them: what to hand in, and whether a call came out as its script says.

The rules are those of audio_samples/README.md, section "expected".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import jiwer
import yaml

from qa.call import RatingState, Transcript
from qa.errors import Misconfigured
from qa.store.evaluations import EvaluationRead
from qa.store.pages import CallPage

WORTH = {"no": 0, "partly": 1, "yes": 2}  # an answer; the states stand outside this order


@dataclass(frozen=True)
class Sample:
    """One script: its sound, who took the call and when, and the blocks the outcome is held against."""

    id: str
    sound: Path
    agent: str
    called_at: datetime
    channels: int
    spoken: tuple[tuple[str, str, bool], ...]  # speaker, text, complete; in order of time
    planted: frozenset[str]  # "rubric.criterion"
    expected: dict[str, Any]


@dataclass(frozen=True)
class Heard:
    """How many characters were spoken and how many edits separate them from the transcript."""

    characters: int
    edits: int

    @property
    def cer(self) -> float:
        return self.edits / self.characters if self.characters else 0.0


def load_samples(folder: Path) -> list[Sample]:
    """Every script of the folder. Raises `Misconfigured` naming the file whose sound or timeline is missing."""
    found = [_load(path) for path in sorted(folder.glob("*.yaml"))]
    if not found:
        raise Misconfigured(f"{folder} 폴더에 예제 통화가 없습니다.", f"There are no sample calls in {folder}.")
    return found


def _load(path: Path) -> Sample:
    script = yaml.safe_load(path.read_text("utf-8"))
    form = script.get("format", {})
    sound = path.with_name(f"{script['id']}.{form.get('container', 'wav')}")
    timeline = path.with_name(f"{script['id']}.timeline.json")
    for needed in (sound, timeline):
        if not needed.is_file():
            raise Misconfigured(
                f"{needed} 파일이 없습니다. `python -m audio_samples.make {script['id']}`로 만들어 주세요.",
                f"{needed} is missing: make it with `python -m audio_samples.make {script['id']}`.",
            )
    lines = sorted(json.loads(timeline.read_text("utf-8"))["lines"], key=lambda line: line["start_s"])
    called_at = script["called_at"]
    return Sample(
        id=script["id"],
        sound=sound,
        agent=script["agent"],
        called_at=called_at if isinstance(called_at, datetime) else datetime.fromisoformat(called_at),
        channels=form.get("channels", 2),
        spoken=tuple((line["speaker"], line["text"], line.get("complete", True)) for line in lines),
        planted=frozenset(p["criterion"] for p in script.get("planted", []) if p.get("criterion")),
        expected=script["expected"],
    )


def heard(sample: Sample, transcript: Transcript) -> Heard:
    """Character errors, per speaker in order of time; of a mono call all lines together."""
    turns = sorted(transcript.turns, key=lambda turn: turn.start_s)
    total = Heard(0, 0)
    for who in ("agent", "citizen") if sample.channels == 2 else ("",):
        said = [(_bare(text), complete) for speaker, text, complete in sample.spoken if who in ("", speaker)]
        written = "".join(_bare(turn.text) for turn in turns if who in ("", turn.speaker.value))
        one = _compare(said, written)
        total = Heard(total.characters + one.characters, total.edits + one.edits)
    return total


# Flags that hang on how well a call was heard, which no script can say.
OF_HEARING = frozenset(("unsure_heavy",))


def problems(sample: Sample, page: CallPage, of_sound: Heard | None) -> list[str]:
    """What is not as the script says it should be, one line each; empty when the call came out right."""
    expected = sample.expected
    wanted = expected.get("stage", "done")
    ended = "done" if page.facts.finished else "stopped"
    if ended != wanted:
        return [f"ended {ended}, expected {wanted}"]
    found: list[str] = []
    outcomes = {f"{e.rubric}.{name}": outcome for e in page.evaluations for name, outcome in _outcomes(e).items()}
    for criterion, should in expected.get("ratings", {}).items():
        came = outcomes.get(criterion, "missing")
        wrong = came != should if criterion in sample.planted else _worse(came, should)
        if wrong:
            found.append(f"{criterion} is {came}, expected {should}")
    raised = {flag.code for flag in page.facts.flags}
    found += [f"flag {code} is missing" for code in expected.get("flags", []) if code not in raised]
    allowed = {*expected.get("flags", []), *expected.get("may_flag", []), *OF_HEARING}
    found += [f"flag {code} is a false alarm" for code in sorted(raised - allowed)]
    limit = expected.get("max_cer")
    if limit is not None and of_sound is not None and of_sound.cer > limit:
        found.append(f"cer {of_sound.cer:.3f} is above {limit}")
    return found


def _outcomes(evaluation: EvaluationRead) -> dict[str, str]:
    return {
        r.criterion: (r.answer or "") if r.state is RatingState.RATED else r.state.value for r in evaluation.ratings
    }


def _worse(came: str, should: str) -> bool:
    if came == "missing":
        return True
    if should not in WORTH:
        return came == "no"
    return came in WORTH and WORTH[came] < WORTH[should]


def _compare(said: list[tuple[str, bool]], written: str) -> Heard:
    """A line broken off by the end of the recording counts as far as it fits best: nobody knows where it broke."""
    whole = "".join(text for text, complete in said if complete)
    broken = "".join(text for text, complete in said if not complete)
    spoken = [whole + broken[:end] for end in range(len(broken) + 1)]
    return min((_edits(reference, written) for reference in spoken), key=lambda one: one.edits)


def _edits(reference: str, written: str) -> Heard:
    if not reference:
        return Heard(0, len(written))
    measured = jiwer.process_characters(reference, written)
    return Heard(len(reference), measured.substitutions + measured.deletions + measured.insertions)


def _bare(text: str) -> str:
    """Letters and digits only: spaces, punctuation and case are no hearing errors."""
    return "".join(character for character in text.casefold() if character.isalnum())
