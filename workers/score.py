"""Fourth stage: every rubric that is for the call, against the standard answers as they stood then."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from qa.analytics.about import about
from qa.answers.compare import findings_of
from qa.answers.embedding import embedding_at
from qa.answers.entries import Answers
from qa.answers.table import read_answers
from qa.call import Stage
from qa.llm_endpoint import endpoint
from qa.scoring.evaluate import evaluate
from qa.scoring.rubric import Occasion, load_rubrics
from qa.store import results
from qa.store.about import keep_about
from qa.store.answers import answers_in_use
from qa.store.calls import CallAtHand
from qa.store.engine import Session
from qa.store.findings import AskedQuestion, keep_findings, keep_questions
from workers.attempt import Bench, Progress, Write, carry_out


def run(call_id: int) -> None:
    carry_out(Stage.SCORE, call_id, _work)


def _answers(at: Bench) -> tuple[Answers, str]:
    """The standard answers with the text to be kept: those people keep in the store, else those of the file."""
    if kept := answers_in_use(at.store):
        return kept
    reading = read_answers(at.settings.answers)
    return reading.answers, reading.text


def _work(at: Bench, call: CallAtHand, progress: Progress) -> Write:
    """A call that no rubric is for (language, channel, queue, day) gets no evaluation; it is kept and flagged."""
    of = at.settings
    with at.store.reading() as session:
        transcript_id, transcript = results.transcript_of(session, call.call_id)
        measures = results.measures_of(session, transcript_id)
    answers, answers_text = _answers(at)
    called_at = call.started_at.astimezone(ZoneInfo(of.time_zone))
    occasion = Occasion(transcript.language, transcript.medium, call.queue, called_at.date())
    rubrics = [rubric for rubric in load_rubrics(of.rubrics) if rubric.refuses(occasion) is None]
    done = []
    llm, embedding = endpoint(of), embedding_at(of.embedding_model)
    for rubric in rubrics:
        evaluation = evaluate(transcript, measures, rubric, answers, called_at=called_at, llm=llm, embedding=embedding)
        done.append((rubric, evaluation))
        progress(len(done) / len(rubrics))

    told = about(transcript, measures, answers)
    compared = findings_of(answers, transcript, called_at=called_at, embedding=embedding)
    asked = [
        AskedQuestion(
            turn=each.turn,
            text=each.text,
            entry=each.entry,
            topic=each.topic or "",
            score=each.score,
            margin=each.margin,
            medium=transcript.medium,
            language=transcript.language,
        )
        for each in told.questions
    ]

    def write(session: Session) -> None:
        answers_id = results.keep_answers(session, answers_text)
        keep_about(session, call.call_id, told, transcript_id=transcript_id, answers_version_id=answers_id)
        keep_findings(session, call.call_id, None, compared)
        keep_questions(session, call.call_id, asked)
        for rubric, evaluation in done:
            results.keep_evaluation(
                session,
                call.call_id,
                evaluation,
                transcript_id=transcript_id,
                rubric_version_id=results.keep_rubric(session, rubric.id, rubric.text),
                answers_version_id=answers_id,
            )

    return write
