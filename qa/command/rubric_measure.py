"""`qa rubric measure`: a rubric against calls that people have rated, criterion by criterion."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import click

from qa.answers.table import load_answers
from qa.call import Rating, RatingState
from qa.command.score import rubric_path
from qa.command.terminal import say_json
from qa.errors import Refused
from qa.formats.read import read_call
from qa.formats.transcript import CallRead
from qa.scoring.evaluate import evaluate
from qa.scoring.rubric import Rubric, load_rubric
from qa.settings import settings
from qa.statistics.agreement import ac1, percent, wilson

NOT_APPLICABLE, CANNOT_TELL = RatingState.NOT_APPLICABLE.value, RatingState.CANNOT_TELL.value


@dataclass(frozen=True)
class Truth:
    """What people answered: an answer of the criterion or `not_applicable`, the turns that a fault lies in, and where
    several rated it blind, what each of them answered.
    """

    answer: str
    turns: tuple[int, ...] = ()
    raters: tuple[str, ...] = ()


@dataclass
class Tally:
    """One criterion over all calls. A deduction is a rating below full marks."""

    judged: int = 0
    cannot_tell: int = 0
    pairs: list[tuple[str, str]] = field(default_factory=list)  # people, machine; both held it applicable
    between: list[tuple[str, str]] = field(default_factory=list)  # two people; both held it applicable
    applicable: list[tuple[bool, bool]] = field(default_factory=list)
    found: int = 0
    missed: int = 0
    wrongly_deducted: int = 0
    never_arose: int = 0
    deducted_though_never_arose: int = 0
    right_place: int = 0
    apart: list[dict[str, Any]] = field(default_factory=list)

    def add(self, call: str, truth: Truth, rating: Rating) -> None:
        said = rating.answer if rating.state is RatingState.RATED and rating.answer else rating.state.value
        deducted = rating.state is RatingState.RATED and rating.score is not None and rating.score < 1
        faulty = truth.answer not in ("yes", NOT_APPLICABLE)
        self.judged += 1
        self.never_arose += truth.answer == NOT_APPLICABLE
        self.found += deducted and faulty
        self.missed += faulty and not deducted
        self.wrongly_deducted += deducted and not faulty
        self.deducted_though_never_arose += deducted and truth.answer == NOT_APPLICABLE
        self.between += [pair for pair in combinations(truth.raters, 2) if NOT_APPLICABLE not in pair]
        turns = {evidence.turn for evidence in rating.evidence}
        self.right_place += deducted and faulty and bool(turns & set(truth.turns))
        if said == CANNOT_TELL:
            self.cannot_tell += 1
        else:
            self.applicable.append((truth.answer != NOT_APPLICABLE, said != NOT_APPLICABLE))
            if NOT_APPLICABLE not in (said, truth.answer):
                self.pairs.append((truth.answer, said))
        # Full marks where nothing arose cost nobody anything; what is told apart is what a person would dispute.
        if deducted != faulty or (deducted and said != truth.answer):
            self.apart.append({"call": call, "people": truth.answer, "machine": said, "reason": rating.reason.ko})

    def told(self) -> dict[str, Any]:
        """Shares are in [0, 1], intervals Wilson's at 95 %, None where there was nothing to count."""
        deducted = self.found + self.wrongly_deducted
        faults = self.found + self.missed
        return {
            "calls": self.judged,
            "faults": faults,
            "precision": _share(self.found, deducted),
            "recall": _share(self.found, faults),
            "f1": round(2 * self.found / (deducted + faults), 4) if deducted + faults else None,
            "false_deductions": _share(self.wrongly_deducted, self.judged - faults),
            "false_deductions_never_arose": _share(self.deducted_though_never_arose, self.never_arose),
            "agreement": _rounded(percent(self.pairs)),
            "ac1": _rounded(ac1(self.pairs)),
            "rated_by_both": len(self.pairs),
            "agreement_of_raters": _rounded(percent(self.between)),
            "ac1_of_raters": _rounded(ac1(self.between)),
            "agreement_applicable": _rounded(percent(self.applicable)),
            "cannot_tell": _share(self.cannot_tell, self.judged),
            "right_place": _share(self.right_place, self.found),
            "apart": self.apart,
        }


@click.command("measure")
@click.argument("rubric_name", metavar="RUBRIC")
@click.argument("calls", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--apart", is_flag=True, help="Name every call on which people and machine are apart.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def measure(rubric_name: str, calls: Path, apart: bool, json_wanted: bool) -> None:
    """Measure RUBRIC (name or file) on FOLDER: transcript files that carry what people answered.

    Each file is a transcript as `qa score` reads it with `"truth": {criterion: {"answer": …, "turns": […]}}`. Where
    several people rated blind, `"raters": […]` beside the answer says what each answered, and how far they agree with
    one another stands beside the machine's agreement. Nothing is kept.
    """
    rubric = load_rubric(rubric_path(rubric_name))
    tallies = measured(rubric, rated_calls(calls))
    told = {"rubric": rubric.id, "rubric_hash": rubric.hash} | {
        "criteria": {criterion: tally.told() for criterion, tally in tallies.items()}
    }
    if json_wanted:
        say_json(told)
    else:
        _say(told, apart)


def rated_calls(folder: Path) -> Iterator[tuple[str, CallRead, dict[str, Truth]]]:
    """Name, call and truth of every file, by name. Raises `Refused` naming what is not there or not whole."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise Refused(
            f"{folder}에 통화 파일(.json)이 없습니다. 평가가 들어 있는 기록 파일의 폴더를 적어 주세요.",
            f"There are no call files (.json) in {folder}: name the folder of transcripts that carry ratings.",
        )
    for path in paths:
        call = read_call(path)
        try:
            truths = {
                criterion: Truth(one["answer"], tuple(one.get("turns", ())), tuple(one.get("raters", ())))
                for criterion, one in json.loads(path.read_text("utf-8"))["truth"].items()
            }
        except (KeyError, TypeError, AttributeError) as error:
            raise Refused(
                f"{path}에 사람의 평가(truth)가 없거나 형식이 다릅니다. "
                '"truth": {"항목": {"answer": "yes"}}처럼 적어 주세요.',
                f'{path} carries no ratings, or in another form: write "truth": {{"criterion": {{"answer": "yes"}}}}.',
            ) from error
        yield path.stem, call, truths


def measured(rubric: Rubric, calls: Iterator[tuple[str, CallRead, dict[str, Truth]]]) -> dict[str, Tally]:
    """A tally of every criterion of the rubric that people answered."""
    answers = load_answers(settings().answers)
    tallies: dict[str, Tally] = {}
    for name, call, truths in calls:
        evaluation = evaluate(call.transcript, call.measures, rubric, answers, called_at=call.called_at)
        for rating in evaluation.ratings:
            if rating.criterion in truths:
                tallies.setdefault(rating.criterion, Tally()).add(name, truths[rating.criterion], rating)
    return tallies


def _share(hits: int, n: int) -> dict[str, Any] | None:
    if not n:
        return None
    low, high = wilson(hits, n) or (0.0, 1.0)
    return {"share": round(hits / n, 4), "low": round(low, 4), "high": round(high, 4), "hits": hits, "n": n}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _say(told: dict[str, Any], apart: bool) -> None:
    head = ("criterion", "calls", "faults", "precision", "recall", "false", "agree", "AC1", "raters", "cannot tell")
    click.echo("{:<18}{:>6}{:>8}{:>20}{:>20}{:>8}{:>8}{:>8}{:>8}{:>13}".format(*head))
    for criterion, one in told["criteria"].items():
        click.echo(
            f"{criterion:<18}{one['calls']:>6}{one['faults']:>8}{_interval(one['precision']):>20}"
            f"{_interval(one['recall']):>20}{_plain(one['false_deductions']):>8}{_number(one['agreement']):>8}"
            f"{_number(one['ac1']):>8}{_number(one['ac1_of_raters']):>8}{_plain(one['cannot_tell']):>13}"
        )
        for difference in one["apart"] if apart else ():
            click.echo(
                f"    {difference['call']}: {difference['people']} / {difference['machine']}. {difference['reason']}"
            )


def _interval(share: dict[str, Any] | None) -> str:
    return "-" if share is None else f"{share['share']:.2f} ({share['low']:.2f}–{share['high']:.2f})"


def _plain(share: dict[str, Any] | None) -> str:
    return "-" if share is None else f"{share['share']:.3f}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
