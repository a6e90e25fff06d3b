"""`qa score`: one transcript against one rubric, without the pipeline."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from qa.analytics import told as analytics
from qa.analytics.about import about
from qa.answers.compare import findings_of
from qa.answers.embedding import embedding_at
from qa.answers.entries import Answers
from qa.call import Evaluation, Flag, RatingState, Sentence
from qa.command.answers import in_use
from qa.command.terminal import clock_time, language, say_json
from qa.errors import Refused
from qa.formats.read import read_calls
from qa.formats.transcript import CallRead
from qa.llm_endpoint import endpoint
from qa.scoring.evaluate import evaluate
from qa.scoring.flags import flags
from qa.scoring.rubric import Rubric, load_rubric
from qa.scoring.tally import tally
from qa.scoring.told import findings_told, told
from qa.settings import settings


@click.command("score")
@click.option(
    "--transcript",
    "transcript_path",
    required=True,
    type=click.Path(path_type=Path),
    help="JSON, vCon, WebVTT, SRT or CSV.",
)
@click.option("--rubric", "rubric_name", required=True, help="Name of a rubric, or path of a rubric file.")
@click.option(
    "--answers",
    "answers_path",
    type=click.Path(path_type=Path),
    help="Standard answers (CSV, XLSX, JSON); default: those in use.",
)
@click.option(
    "--called-at", type=click.DateTime(), help="When the call was made; default: `started_at` of the file, else now."
)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def command(
    transcript_path: Path, rubric_name: str, answers_path: Path | None, called_at: datetime | None, json_wanted: bool
) -> None:
    """Score a transcript against a rubric, with evidence for every rating."""
    rubric = load_rubric(rubric_path(rubric_name))
    found = read_calls(transcript_path)
    answers = in_use(answers_path)
    if not found.several:
        (call,) = found.calls
        scored = _score(call, rubric, answers, called_at)
        return say_json(_told(call, rubric, *scored, called_at, answers)) if json_wanted else _say(rubric, *scored)
    scores, refused = [], [_refusal(part.call, part.sentence) for part in found.refused]
    for number, call in enumerate(found.calls, start=1):
        place = call.place or Sentence(f"{number}번째", f"number {number}")
        try:
            scored = _score(call, rubric, answers, called_at)
        except Refused as problem:
            refused.append(_refusal(place, problem.sentence))
            continue
        if json_wanted:
            scores.append(_told(call, rubric, *scored, called_at, answers))
        else:
            click.echo(f"# {call.id or place.in_language(language())}")
            _say(rubric, *scored)
    if json_wanted:
        say_json({"calls": scores, "refused": refused})
        return None
    for each in refused:
        click.echo(each["sentence"] if language() == "ko" else each["sentence_en"], err=True)
    return None


def _score(
    call: CallRead, rubric: Rubric, answers: Answers, called_at: datetime | None
) -> tuple[Evaluation, tuple[Flag, ...]]:
    """Raises `Refused` for a call that is only sound, which the pipeline must hear first."""
    if call.sound and not call.transcript.turns:
        raise Refused(
            "이 vCon에는 소리만 있어 바로 평가할 수 없습니다. `qa ingest`로 올려 주세요.",
            "This vCon holds only sound, which has to be transcribed first: hand it in with `qa ingest`.",
        )
    day = called_at or _own_time(call)
    of = settings()
    evaluation = evaluate(
        call.transcript,
        call.measures,
        rubric,
        answers,
        called_at=day,
        llm=endpoint(of),
        embedding=embedding_at(of.embedding_model),
    )
    return evaluation, flags(call.transcript, call.measures, (evaluation,), (rubric,))


def _told(
    call: CallRead,
    rubric: Rubric,
    evaluation: Evaluation,
    raised: tuple[Flag, ...],
    called_at: datetime | None,
    answers: Answers,
) -> dict[str, Any]:
    day = (called_at or _own_time(call) or datetime.now()).date()
    score = told(rubric, evaluation, raised, call.transcript, call=call.id, queue=call.queue, day=day)
    embedding = embedding_at(settings().embedding_model)
    compared = findings_of(answers, call.transcript, called_at=called_at or _own_time(call), embedding=embedding)
    score["findings"] = findings_told(compared)
    return {**score, "analytics": analytics.as_dict(about(call.transcript, call.measures, answers))}


def _own_time(call: CallRead) -> datetime | None:
    """When the call was made, in the centre's own time."""
    told = call.called_at
    return told.astimezone(ZoneInfo(settings().time_zone)) if told is not None and told.tzinfo else told


def _refusal(place: Sentence, sentence: Sentence) -> dict[str, str]:
    return {"call": place.en, "sentence": sentence.ko, "sentence_en": sentence.en}


def rubric_path(name: str) -> Path:
    """A rubric by name (`courtesy-ko`, in the rubrics folder) or by path.

    Raises `Refused` naming the rubrics there are.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return path
    folder = settings().rubrics
    named = folder / f"{name}.yaml"
    if named.is_file() and named.parent == folder:
        return named
    known = (
        ", ".join(sorted(each.stem for each in folder.glob("*.yaml") if not each.name.endswith(".test.yaml"))) or "-"
    )
    raise Refused(
        f"평가표 '{name}'이(가) {folder}에 없습니다. 있는 평가표: {known}.",
        f"There is no rubric {name!r} in {folder}; there are: {known}.",
    )


def _say(rubric: Rubric, evaluation: Evaluation, raised: tuple[Flag, ...]) -> None:
    wanted = language()
    shown = "-" if evaluation.score is None else f"{evaluation.score:.1f}"
    click.echo(f"{rubric.name.sentence.in_language(wanted)}: {shown}")
    for rating in evaluation.ratings:
        criterion = rubric.criterion(rating.criterion)
        assert criterion is not None
        answer = _states(wanted).get(rating.state, "")
        if rating.answer is not None:
            answer = criterion.answers[rating.answer].label.sentence.in_language(wanted)
        mark = " !" if rating.critical else ""
        click.echo(
            f"  {criterion.name.sentence.in_language(wanted)}: {answer}{mark}. {rating.reason.in_language(wanted)}"
        )
        for evidence in rating.evidence:
            said = f"“{evidence.quote}”" if evidence.quote else "…"
            click.echo(f"      {clock_time(evidence.start_s)}–{clock_time(evidence.end_s)} {said}")
    areas = [area for area in tally(rubric, evaluation.ratings).areas if area.score is not None]
    if areas:
        shown = ", ".join(f"{area.name.in_language(wanted)} {area.score:.1f}" for area in areas)
        click.echo(f"  KSQI: {shown}")
    for flag in raised:
        click.echo(f"  ⚑ {flag.code}: {flag.sentence.in_language(wanted)}")


def _states(wanted: str) -> dict[RatingState, str]:
    if wanted == "ko":
        return {RatingState.NOT_APPLICABLE: "해당 없음", RatingState.CANNOT_TELL: "판단 불가"}
    return {RatingState.NOT_APPLICABLE: "not applicable", RatingState.CANNOT_TELL: "cannot tell"}
