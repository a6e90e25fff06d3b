"""`qa rubric try`: one call against a rubric, every rating explained; or turned into a test of the rubric."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from qa.answers.embedding import embedding_at
from qa.answers.entries import Answers
from qa.answers.table import answers_of
from qa.call import Evaluation, SpeechMeasures, Transcript, to_json
from qa.command.answers import in_use
from qa.command.score import rubric_path
from qa.command.terminal import clock_time, language, say_json
from qa.errors import Refused
from qa.formats.read import read_call
from qa.llm_endpoint import endpoint
from qa.scoring.case_text import case_of, case_text
from qa.scoring.evaluate import evaluate
from qa.scoring.flags import flags
from qa.scoring.rubric import Rubric, load_rubric
from qa.scoring.told import as_dict
from qa.settings import settings


@dataclass(frozen=True)
class Heard:
    """A call with what it is to be judged by."""

    transcript: Transcript
    measures: SpeechMeasures | None
    called_at: datetime | None
    answers: Answers | None


@click.command("try")
@click.argument("rubric_name", metavar="RUBRIC")
@click.argument("call", metavar="CALL")
@click.option("--as-test", "case_name", metavar="NAME", help="Print the call as a test case with what came out.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def try_(rubric_name: str, call: str, case_name: str | None, json_wanted: bool) -> None:
    """Try RUBRIC (name or file) on CALL: a transcript file, or a call of the store by number or SHA-256.

    Nothing is kept. Facts are compared with the standard answers the call was judged by, else with those in use.
    With --as-test the call comes out as a case for the .test.yaml beside the rubric, personal data masked: keep it
    once its answers are those that people agreed on.
    """
    rubric = load_rubric(rubric_path(rubric_name))
    heard = _of_file(Path(call)) if Path(call).is_file() or call.endswith(".json") else _of_store(call)
    of = settings()
    evaluation = evaluate(
        heard.transcript,
        heard.measures,
        rubric,
        heard.answers,
        called_at=heard.called_at,
        llm=endpoint(of),
        embedding=embedding_at(of.embedding_model),
    )
    if case_name is not None:
        case = case_of(case_name, heard.transcript, heard.called_at, evaluation.ratings)
        if json_wanted:
            say_json(case)
        else:
            click.echo(case_text(case), nl=False)
    elif json_wanted:
        say_json(explained(rubric, heard, evaluation))
    else:
        _say(explained(rubric, heard, evaluation), rubric)


def _of_file(path: Path) -> Heard:
    call = read_call(path)
    return Heard(call.transcript, call.measures, call.called_at, in_use(None))


def _of_store(wanted: str) -> Heard:
    from qa.store.calls import find_call
    from qa.store.engine import open_store
    from qa.store.pages import call_page
    from qa.store.replays import answers_text_of

    of = settings()
    store = open_store(of)
    try:
        with store.reading() as session:
            found = find_call(session, wanted)
            page = call_page(session, found.id) if found else None
            if page is None:
                raise Refused(
                    f"'{wanted}'은(는) 파일도 통화 번호도 아닙니다. 기록 파일이나 통화 번호를 적어 주세요.",
                    f"{wanted!r} is neither a file nor a call: give a transcript file or the number of a call.",
                )
            if page.transcript is None:
                raise Refused(
                    f"통화 {page.facts.id}은(는) 아직 전사되지 않았습니다. 전사가 끝난 뒤 다시 시도해 주세요.",
                    f"Call {page.facts.id} has no transcript yet: try again once it is transcribed.",
                )
            text = answers_text_of(session, page.facts.id)
        called_at = page.facts.started_at.astimezone(ZoneInfo(of.time_zone))
        answers = answers_of(text, "standard answers") if text else in_use(None)
        return Heard(page.transcript, page.measures, called_at, answers)
    finally:
        store.close()


def explained(rubric: Rubric, heard: Heard, evaluation: Evaluation) -> dict[str, Any]:
    """As `qa score --json`, with for each rating the question asked, the label and anchor of the answer, the points
    at stake, how sure it had to be, and the text around each quote.
    """
    transcript = heard.transcript
    told = as_dict(rubric, evaluation, flags(transcript, heard.measures, (evaluation,), (rubric,)))
    for rating in told["ratings"]:
        criterion = rubric.criterion(rating["criterion"])
        assert criterion is not None
        answer = criterion.answers.get(rating["answer"] or "")
        rating["name"], rating["question"] = to_json(criterion.name.sentence), to_json(criterion.question.sentence)
        rating["label"] = to_json(answer.label.sentence) if answer else None
        rating["anchor"] = to_json(answer.anchor.sentence) if answer and answer.anchor else None
        rating["weight"], rating["min_confidence"] = criterion.weight, criterion.min_confidence
        rating["checks"] = [getattr(check, "kind", type(check).__name__) for check in criterion.all_checks]
        for evidence in rating["evidence"]:
            place = evidence["turn"]
            evidence["said"] = transcript.turns[place].text if place is not None else None
    return told


def _say(told: dict[str, Any], rubric: Rubric) -> None:
    wanted = language()
    korean = wanted == "ko"
    score = "-" if told["score"] is None else f"{told['score']:.1f}"
    click.echo(f"{rubric.name.sentence.in_language(wanted)} {rubric.hash[:12]}: {score}")
    states = {
        "not_applicable": "해당 없음" if korean else "not applicable",
        "cannot_tell": "판단 불가" if korean else "cannot tell",
    }
    for rating in told["ratings"]:
        answer = rating["label"][wanted] if rating["label"] else states[rating["state"]]
        mark = " !" if rating["critical"] else ""
        click.echo(f"\n{rating['name'][wanted]} ({rating['weight']:g}): {answer}{mark}")
        click.echo(f"  {rating['question'][wanted]}")
        click.echo(f"  → {rating['reason'] if korean else rating['reason_en']}")
        if rating["anchor"]:
            click.echo(f"    {'기준' if korean else 'anchor'}: {rating['anchor'][wanted]}")
        sure = "확신도" if korean else "confidence"
        click.echo(
            f"    {sure} {rating['confidence']:.2f} (≥ {rating['min_confidence']:g}), {', '.join(rating['checks'])}"
        )
        for evidence in rating["evidence"]:
            said = f"“{evidence['quote']}”" if evidence["quote"] else ("(살펴본 구간)" if korean else "(searched)")
            cue = ("  [상황] " if korean else "  [situation] ") if evidence["shows"] == "opportunity" else "  "
            span = f"{clock_time(evidence['start_s'])}–{clock_time(evidence['end_s'])}"
            click.echo(f"  {cue}{span} {said}")
