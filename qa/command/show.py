"""`qa show CALL`: everything known about one call."""

from __future__ import annotations

import click

from qa.call import RatingState
from qa.command.terminal import as_json, clock_time, language, say_json
from qa.errors import Refused
from qa.settings import settings
from qa.store.calls import find_call
from qa.store.engine import open_store
from qa.store.evaluations import EvaluationRead
from qa.store.pages import CallPage, call_page


@click.command("show")
@click.argument("call")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def command(call: str, json_wanted: bool) -> None:
    """Everything known about a call: CALL is its number, or 8 or more digits of its recording's SHA-256."""
    store = open_store(settings())
    with store.reading() as session:
        found = find_call(session, call)
        page = call_page(session, found.id) if found else None
    store.close()
    if page is None:
        raise Refused(
            f"통화 '{call}'을(를) 찾을 수 없습니다. 통화 번호나 SHA-256의 앞 8자리 이상을 입력해 주세요.",
            f"There is no call {call!r}: give its number, or 8 or more digits of its SHA-256.",
        )
    if json_wanted:
        say_json(as_dict(page))
    else:
        _say(page)


def as_dict(page: CallPage) -> dict[str, object]:
    """{"call", "stages", "transcript", "measures", "evaluations", "flags"}; the last four as far as they exist."""
    facts = as_json(page.facts)
    stages, flags = facts.pop("stages"), facts.pop("flags")
    evaluations = as_json(page.evaluations)
    for evaluation in evaluations:
        del evaluation["rubric_text"]  # the hash says which; the text is long
    return {
        "call": facts,
        "stages": stages,
        "transcript": as_json(page.transcript),
        "measures": as_json(page.measures),
        "evaluations": evaluations,
        "flags": flags,
    }


def _say(page: CallPage) -> None:
    facts, say = page.facts, click.echo
    length = clock_time(facts.duration_s) if facts.duration_s else "?"
    say(f"call {facts.id}: {facts.name}, {length}, {facts.started_at:%Y-%m-%d %H:%M} UTC, {facts.agent or 'no agent'}")
    for stage in facts.stages:
        why = f": {stage.stopped.in_language(language())}" if stage.stopped else ""
        took = f", {stage.work_s:.1f} s" if stage.work_s is not None else ""
        say(f"  {stage.stage.value:11}{stage.state.value}{took}{why}")
    for flag in facts.flags:
        at = f" at {clock_time(flag.start_s)}" if flag.start_s is not None else ""
        say(f"  flag {flag.code}{at}: {flag.sentence.in_language(language())}")
    for evaluation in page.evaluations:
        _say_evaluation(evaluation)
    for turn in page.transcript.turns if page.transcript else ():
        say(f"  {clock_time(turn.start_s):>6} {turn.speaker.value:8} {turn.text}")


def _say_evaluation(evaluation: EvaluationRead) -> None:
    score = "no score" if evaluation.score is None else f"{evaluation.score:.0f} of 100"
    click.echo(f"{evaluation.rubric}: {score}")
    for rating in evaluation.ratings:
        shown = rating.counts
        answer = shown.answer if shown.state is RatingState.RATED else shown.state.value.replace("_", " ")
        by = f" (by {shown.author})" if shown.author else ""
        click.echo(f"  {shown.criterion:18}{answer}{by}: {shown.reason.in_language(language())}")
        for evidence in shown.evidence:
            quote = f'"{evidence.quote}"' if evidence.quote else "searched"
            click.echo(f"    {clock_time(evidence.start_s)}–{clock_time(evidence.end_s)} {quote}")
