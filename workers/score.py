"""Fourth stage: every rubric that applies to the call, against the standard answers as they stood then."""

from __future__ import annotations

from pathlib import Path

from qa.scoring.evaluate import evaluate
from qa.scoring.rubric import Rubric, load_rubric

from qa.answers.entries import load_answers
from qa.call import Evaluation, Stage
from qa.errors import Misconfigured
from qa.store import results
from qa.store.calls import CallAtHand
from qa.store.engine import Session
from workers.attempt import Bench, Progress, Write, carry_out


def run(call_id: int) -> None:
    carry_out(Stage.SCORE, call_id, _work)


def rubrics_for(folder: Path, language: str) -> list[tuple[Rubric, str]]:
    """The rubrics of the folder that apply to calls in `language`, each with its text.

    Raises `Misconfigured` when none does, or when a file is not a rubric.
    """
    paths = sorted(p for p in folder.glob("*.yaml") if not p.name.endswith(".test.yaml"))
    found = [(load_rubric(path), path.read_text("utf-8")) for path in paths]
    applying = [(rubric, text) for rubric, text in found if rubric.language == language]
    if not applying:
        raise Misconfigured(
            f"{folder} 폴더에 '{language}' 통화용 평가표가 없습니다. `language: {language}` 평가표를 추가하십시오.",
            f"The folder {folder} has no rubric for calls in {language!r}: add one with `language: {language}`.",
        )
    return applying


def _work(at: Bench, call: CallAtHand, progress: Progress) -> Write:
    with at.store.reading() as session:
        transcript_id, transcript = results.transcript_of(session, call.call_id)
        measures = results.measures_of(session, transcript_id)
    answers = load_answers(at.settings.answers)
    answers_text = at.settings.answers.read_text("utf-8")
    done: list[tuple[Rubric, str, Evaluation]] = []
    for rubric, text in rubrics_for(at.settings.rubrics, transcript.language):
        found = evaluate(transcript, measures, rubric, answers, called_at=call.started_at)
        done.append((rubric, text, found))
        progress(0.5)

    def write(session: Session) -> None:
        answers_id = results.keep_answers(session, answers_text)
        for rubric, text, evaluation in done:
            results.keep_evaluation(
                session,
                call.call_id,
                evaluation,
                transcript_id=transcript_id,
                rubric_version_id=results.keep_rubric(session, rubric.name, text),
                answers_version_id=answers_id,
            )

    return write
