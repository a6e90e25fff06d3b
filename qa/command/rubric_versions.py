"""`qa rubric diff` and `qa rubric replay`: what a new version changes, in words and in past scores."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from qa.answers.embedding import embedding_at
from qa.answers.entries import Answers
from qa.answers.table import answers_of
from qa.call import to_json
from qa.command.score import rubric_path
from qa.command.terminal import language, say_json
from qa.errors import Misconfigured, Refused
from qa.scoring.evaluate import evaluate
from qa.scoring.replay import Moved, Replay, moved, summary
from qa.scoring.rubric import Occasion, Rubric, load_rubric
from qa.scoring.rubric_diff import differences
from qa.settings import Settings, settings
from qa.store.engine import Store, open_store
from qa.store.replays import PastCall, past_calls, rubric_text


@click.command("diff")
@click.argument("old_name", metavar="OLD")
@click.argument("new_name", metavar="NEW")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def diff(old_name: str, new_name: str, json_wanted: bool) -> None:
    """What changed from OLD to NEW, in words. Each is a file, a name, or the hash (8 digits or more) of a version that
    calls were scored with.
    """
    old, new = _version(old_name), _version(new_name)
    found = differences(old, new)
    if json_wanted:
        changes = [
            {
                "criterion": change.criterion,
                "field": change.field,
                "sentence": change.sentence.ko,
                "sentence_en": change.sentence.en,
                "moves_scores": change.moves_scores,
            }
            for change in found
        ]
        say_json({"old": _stamp(old), "new": _stamp(new), "changes": changes})
        return
    click.echo(f"{old.id} {old.hash[:12]} → {new.id} {new.hash[:12]}")
    for change in found:
        click.echo(f"  {'●' if change.moves_scores else '○'} {change.sentence.in_language(language())}")
    if not found:
        if old.hash == new.hash:
            click.echo(_say("같은 판입니다.", "The same version."))
        else:
            click.echo(_say("주석과 배치만 다릅니다.", "Only comments or layout differ."))


@click.command("replay")
@click.argument("draft_name", metavar="DRAFT")
@click.option("--of", "of_id", help="Id of the rubric whose calls are scored again; default: the draft's own id.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Calls from this day on.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Calls before this day.")
@click.option("--random-only", is_flag=True, help="Only the random sample: the one means are made from.")
@click.option("--at-most", type=click.IntRange(1, 100_000), default=1000, show_default=True, help="Newest calls first.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def replay(
    draft_name: str,
    of_id: str | None,
    since: datetime | None,
    until: datetime | None,
    random_only: bool,
    at_most: int,
    json_wanted: bool,
) -> None:
    """Score past calls with DRAFT and show whose score would move, by how much and why. Nothing is written.

    Both the rubric of then and the draft are applied by the program of today, with the transcript, measures and
    standard answers of then: what moves is the draft's doing.
    """
    of = settings()
    draft = load_rubric(rubric_path(draft_name))
    store = open_store(of)
    try:
        told = _replay(store, of, draft, of_id or draft.id, since, until, random_only, at_most)
    finally:
        store.close()
    if json_wanted:
        say_json(as_dict(draft, told))
    else:
        _say_replay(draft, told)


def _replay(
    store: Store,
    of: Settings,
    draft: Rubric,
    id: str,
    since: datetime | None,
    until: datetime | None,
    random_only: bool,
    at_most: int,
) -> Replay:
    zone = ZoneInfo(of.time_zone)
    embedding = embedding_at(of.embedding_model)
    every: list[Moved] = []
    refused = stale = unreadable = 0
    with store.reading() as session:
        for past in past_calls(
            session,
            id,
            since=since.replace(tzinfo=zone).astimezone(UTC) if since else None,
            until=until.replace(tzinfo=zone).astimezone(UTC) if until else None,
            random_only=random_only,
            at_most=at_most,
        ):
            called_at = past.started_at.astimezone(zone)
            heard = past.transcript
            if draft.refuses(Occasion(heard.language, heard.medium, past.queue, called_at.date())):
                refused += 1
                continue
            try:
                then = load_rubric(past.rubric_text, name=f"call {past.call_id}")
            except Misconfigured:
                unreadable += 1
                continue
            before, after = (
                evaluate(heard, past.measures, rubric, _answers(past), called_at=called_at, embedding=embedding)
                for rubric in (then, draft)
            )
            stale += before.score != past.score
            every.append(moved(past.call_id, before, after))
    if not every and not refused and not unreadable:
        raise Refused(
            f"평가표 '{id}'(으)로 평가된 통화가 없습니다. 기간이나 --of를 확인해 주세요.",
            f"No call was scored with the rubric {id!r}: check the days, or name another with --of.",
        )
    return summary(every, refused=refused, stale=stale, unreadable=unreadable)


def _answers(past: PastCall) -> Answers | None:
    return answers_of(past.answers_text, "standard answers") if past.answers_text else None


def as_dict(draft: Rubric, told: Replay) -> dict[str, Any]:
    """Everything of a replay; each call's id with before, after and points, the biggest movers with their reasons."""
    found: dict[str, Any] = to_json(told)
    found["rubric"] = _stamp(draft)
    found["movers"] = [_mover(each) for each in told.movers]
    found["calls"] = [
        {"call": each.call, "before": each.before, "after": each.after, "points": each.points} for each in told.calls
    ]
    return found


def _mover(each: Moved) -> dict[str, Any]:
    why = [
        {
            "criterion": turn.criterion,
            "before": turn.before,
            "after": turn.after,
            "reason": turn.reason.ko,
            "reason_en": turn.reason.en,
        }
        for turn in each.turned
    ]
    return {"call": each.call, "before": each.before, "after": each.after, "points": each.points, "why": why}


def _say_replay(draft: Rubric, told: Replay) -> None:
    wanted = language()
    click.echo(f"{draft.id} {draft.hash[:12]}")
    click.echo(
        _say(
            f"통화 {told.n}건: 오름 {told.up}, 내림 {told.down}, 그대로 {told.same}, "
            f"점수 생김 {told.gained_score}, 점수 없어짐 {told.lost_score}, 대상 아님 {told.refused}",
            f"{told.n} calls: {told.up} up, {told.down} down, {told.same} the same, "
            f"{told.gained_score} gained a score, {told.lost_score} lost theirs, {told.refused} not for this rubric",
        )
    )
    for name, side in ((_say("전", "before"), told.before), (_say("후", "after"), told.after)):
        mean, middle = ("-" if value is None else f"{value:.1f}" for value in (side.mean, side.median))
        shown = f"{_say('평균', 'mean')} {mean}, {_say('중앙값', 'median')} {middle}, <70: {side.low}"
        click.echo(f"  {name}: n {side.n}, {shown}, {' '.join(map(str, side.bins))}")
    if told.stale:
        click.echo(
            _say(
                f"  (저장된 점수와 지금 프로그램의 점수가 다른 통화 {told.stale}건. 위는 둘 다 지금 프로그램의 점수.)",
                f"  (Of {told.stale} the stored score differs from today's; both sides above are by today's program.)",
            )
        )
    if told.unreadable:
        click.echo(
            _say(
                f"  (그때의 평가표를 읽을 수 없는 통화 {told.unreadable}건은 뺐습니다.)",
                f"  ({told.unreadable} left out: this program cannot read the rubric they were scored with.)",
            )
        )
    for id, counts in told.turns.items():
        click.echo(f"  {id}: " + ", ".join(f"{turn} ×{n}" for turn, n in counts.items()))
    for each in told.movers:
        before, after = ("-" if value is None else f"{value:.1f}" for value in (each.before, each.after))
        points = "" if each.points is None else f" ({each.points:+.1f})"
        click.echo(f"  {_say('통화', 'call')} {each.call}: {before} → {after}{points}")
        for turn in each.turned:
            click.echo(
                f"      {turn.criterion}: {turn.before or '-'} → {turn.after or '-'}. {turn.reason.in_language(wanted)}"
            )
        if not each.turned:
            why = _say("답은 그대로이고 배점·규칙이 다릅니다.", "The answers are the same: weights or rules differ.")
            click.echo(f"      {why}")


def _version(wanted: str) -> Rubric:
    if len(wanted) >= 8 and all(c in "0123456789abcdef" for c in wanted) and not Path(wanted).exists():
        store = open_store(settings())
        try:
            with store.reading() as session:
                text = rubric_text(session, wanted)
        finally:
            store.close()
        if text is None:
            raise Misconfigured(
                f"해시가 {wanted}(으)로 시작하는 평가표 판이 없습니다.",
                f"There is no rubric version whose hash begins with {wanted}.",
            )
        return load_rubric(text, name=wanted)
    return load_rubric(rubric_path(wanted))


def _stamp(rubric: Rubric) -> dict[str, Any]:
    return {"id": rubric.id, "hash": rubric.hash, "valid_from": str(rubric.valid_from) if rubric.valid_from else None}


def _say(ko: str, en: str) -> str:
    return ko if language() == "ko" else en
