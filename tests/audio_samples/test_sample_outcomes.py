"""Heard without an error, every call comes out exactly as its script says; what is left is recognition."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audio_samples.script import Script, load_script, script_paths
from qa.answers.table import load_answers
from qa.audio import decode
from qa.call import Evaluation, Event, RatingState, Speaker, Transcript, Turn, Word
from qa.language.personal import find_personal_data
from qa.scoring.evaluate import evaluate
from qa.scoring.flags import flags
from qa.scoring.rubric import Occasion, load_rubric
from qa.speech.timing import measure

ROOT = Path(__file__).parents[2]
SCRIPTS = [load_script(path) for path in script_paths()]


def spread(text: str, start_s: float, end_s: float) -> tuple[Word, ...]:
    """The words of a line, each as long as its share of the letters."""
    words, letters = text.split(), len(text.replace(" ", ""))
    found, clock_s = [], start_s
    for word in words:
        length_s = (end_s - start_s) * len(word) / letters
        found.append(Word(word, clock_s, clock_s + length_s, 0.97))
        clock_s += length_s
    return tuple(found)


def heard_perfectly(script: Script) -> Transcript:
    timeline = json.loads(script.timeline.read_text("utf-8"))
    turns = []
    for line in sorted(timeline["lines"], key=lambda line: float(line["start_s"])):
        # of a line that the end of the recording breaks off, its first half was certainly spoken
        text = (
            line["text"]
            if line.get("complete", True)
            else " ".join(line["text"].split()[: len(line["text"].split()) // 2])
        )
        times = (line["start_s"], line["end_s"])
        turns.append(Turn(Speaker(line["speaker"]), *times, text, spread(text, *times)))
    return Transcript(
        language=script.language,
        duration_s=timeline["duration_s"],
        turns=tuple(turns),
        events=tuple(Event(e["kind"], e["start_s"], e["end_s"], e["channel"]) for e in timeline["events"]),
        personal=find_personal_data(turns),
        attribution="channel" if script.format.channels == 2 else "guessed",
    )


def outcomes(evaluations: list[Evaluation]) -> dict[str, str]:
    return {
        f"{evaluation.rubric}.{rating.criterion}": str(
            rating.answer if rating.state is RatingState.RATED else rating.state
        )
        for evaluation in evaluations
        for rating in evaluation.ratings
    }


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
def test_every_rating_and_flag_is_as_the_script_expects(script: Script) -> None:
    rubrics = [load_rubric(path) for path in sorted((ROOT / "rubrics").glob(f"*-{script.language}.yaml"))]
    answers = load_answers(ROOT / "rubrics/answers/dasan.csv")
    transcript = heard_perfectly(script)
    measures = measure(transcript, decode(script.sound, max_s=600).samples, 0)
    occasion = Occasion(transcript.language, transcript.medium, None, script.called_at.date())
    rubrics = [rubric for rubric in rubrics if rubric.refuses(occasion) is None]
    evaluations = [evaluate(transcript, measures, rubric, answers, called_at=script.called_at) for rubric in rubrics]
    raised = {flag.code for flag in flags(transcript, measures, evaluations, rubrics)}
    came = outcomes(evaluations)
    assert {name: came.get(name) for name in script.expected.ratings} == script.expected.ratings
    assert raised >= set(script.expected.flags)
    assert raised <= {*script.expected.flags, *script.expected.may_flag}
