"""`qa agreement`: how far raters agree, from a CSV of their ratings."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Hashable
from itertools import combinations
from pathlib import Path

import click

from qa.call import Sentence
from qa.command.ratings_file import read_ratings
from qa.command.terminal import language
from qa.statistics.coefficients import Coefficients, as_dict, coefficients
from qa.statistics.estimate import Estimate
from qa.statistics.weights import Scale

MOST_PAIRS = 45  # shown on the terminal, those of ten raters; --json has them all
_SCALES = {
    Scale.NOMINAL: Sentence("명목", "nominal"),
    Scale.ORDINAL: Sentence("순서", "ordinal"),
    Scale.INTERVAL: Sentence("등간", "interval"),
    Scale.RATIO: Sentence("비율", "ratio"),
}


@click.command("agreement")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--scale",
    type=click.Choice([scale.value for scale in Scale]),
    default=Scale.NOMINAL.value,
    show_default=True,
    help="What the values are: names, an order, numbers with equal steps, numbers from a true zero.",
)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def command(file: Path, scale: str, json_wanted: bool) -> None:
    """How far raters agree: percent, kappas, AC1, AC2, alpha, ICC, Bland–Altman, severity, each with its interval.

    FILE is a CSV with the columns unit, rater and value, one row a rating; a blank value is missing; `-` reads
    standard input.
    """
    found = coefficients(read_ratings(file, Scale(scale)), Scale(scale))
    if json_wanted:
        # Not `say_json`, which rounds to four decimals. A number that is none would be a fault of ours, not JSON.
        click.echo(json.dumps({"file": str(file), **as_dict(found)}, ensure_ascii=False, indent=2, allow_nan=False))
        return
    for line in _told(found, str(file)):
        click.echo(line)


def _told(found: Coefficients, file: str) -> list[str]:
    ratings, scale = found.ratings, _SCALES[found.scale]
    units, raters, values = len(ratings.units), len(ratings.raters), int(ratings.present.sum())
    pairable = int(ratings.pairable.sum())
    head = Sentence(
        f"{file}: 대상 {units:,}개, 평가자 {raters:,}명, 값 {values:,}개; 두 명 이상이 평가한 대상 {pairable:,}개; "
        f"{scale.ko} 척도",
        f"{file}: {units:,} units, {raters:,} raters, {values:,} values; {pairable:,} units rated by two or more; "
        f"{scale.en} scale",
    )
    return [_say(head), "", *_coefficient_lines(found), "", *_pair_lines(found), *_severity_lines(found)]


def _coefficient_lines(found: Coefficients) -> list[str]:
    pairs = len(found.cohen_kappa.pairs)
    cohen = Sentence("코헨 카파", "Cohen's kappa")
    if pairs != 1:
        cohen = Sentence("코헨 카파, 쌍별 평균", "Cohen's kappa, mean of pairs")
    rows = [
        (Sentence("일치율", "percent agreement"), found.percent_agreement),
        (cohen, found.cohen_kappa.estimate),
        (Sentence("플라이스 카파", "Fleiss' kappa"), found.fleiss_kappa),
        (Sentence("Gwet AC1", "Gwet's AC1"), found.ac1),
        (Sentence("Gwet AC2", "Gwet's AC2"), found.ac2),
        (Sentence("크리펜도르프 알파", "Krippendorff's alpha"), found.alpha),
    ]
    complete = [found.icc.estimates[name] for name in found.icc.estimates]
    if all(estimate.why == complete[0].why and estimate.value is None for estimate in complete):
        rows.append((Sentence("ICC", "ICC"), complete[0]))
    else:
        for name, estimate in found.icc.estimates.items():
            _, model, size = name.split("_")
            label = f"ICC({model},{size})"
            rows.append((Sentence(label, label), estimate))
    heading = Sentence("95 % 구간", "95 % interval")
    lines = [f"{_wide('', 30)}{_right(_say(Sentence('값', 'value')), 8)}   {_say(heading)}"]
    return lines + [_coefficient_line(label, estimate) for label, estimate in rows]


def _coefficient_line(label: Sentence, estimate: Estimate) -> str:
    if estimate.value is None:
        assert estimate.why is not None
        return f"{_wide(_say(label), 30)}{'–':>8}   {_say(estimate.why)}"
    return f"{_wide(_say(label), 30)}{estimate.value:8.3f}   {_between(estimate.interval)}"


def _pair_lines(found: Coefficients) -> list[str]:
    """Kappa and Bland–Altman of every pair, one line a pair."""
    apart = {pair.raters: pair for pair in found.bland_altman.pairs}
    kappas = {pair.raters: pair for pair in found.cohen_kappa.pairs}
    pairs = [pair for pair in combinations(found.ratings.raters, 2) if pair in apart or pair in kappas]
    if not pairs:
        return []
    width = max(30, *(_columns(_pair(pair)) + 2 for pair in pairs[:MOST_PAIRS]))
    heading = Sentence("함께 평가한 대상 수, 코헨 카파", "units in common, Cohen's kappa")
    if found.bland_altman.why is None:
        heading = Sentence(
            f"{heading.ko}, 차이의 평균 [95 % 일치 한계](앞 평가자 − 뒤 평가자)",
            f"{heading.en}, bias [95 % limits of agreement] (first minus second)",
        )
    lines = [f"{_wide(_say(Sentence('평가자 쌍', 'pairs of raters')), width)}{_say(heading)}"]
    for pair in pairs[:MOST_PAIRS]:
        line = _wide(_pair(pair), width)
        of_both = kappas.get(pair)
        if of_both is not None:
            value = of_both.estimate.value
            shown = f"{'–':>8}" if value is None else f"{value:8.3f}"
            line += f"{of_both.n:6,}{shown} {_between(of_both.estimate.interval):16}"
        numbers = apart.get(pair)
        if numbers is not None and numbers.bias is not None:
            line += f"{numbers.bias:+9.3f} "
            if numbers.lower_limit is not None and numbers.upper_limit is not None:
                line += f"[{numbers.lower_limit:.3f} – {numbers.upper_limit:.3f}]"
        lines.append(line.rstrip())
    left = len(pairs) - MOST_PAIRS
    if left > 0:
        lines.append(_say(Sentence(f"… 그 밖에 {left}쌍(--json에 모두 있음)", f"… {left} more pairs, all in --json")))
    return [*lines, ""]


def _severity_lines(found: Coefficients) -> list[str]:
    title = Sentence("엄격도(클수록 낮은 점수를 줌)", "severity (higher: gives less)")
    first = found.severity[0]
    if first.severity is None:
        return [f"{_wide(_say(title), 30)}{'–':>8}   {_say(first.why)}"] if first.why is not None else []
    lines = [_say(title)]
    width = max(30, *(_columns(str(one.rater)) + 4 for one in found.severity))
    for one in found.severity:
        assert one.severity is not None
        lines.append(f"{_wide('  ' + str(one.rater), width)}{one.severity:+8.3f}   {_between(one.interval)}")
    return lines


def _pair(raters: tuple[Hashable, Hashable]) -> str:
    return f"  {raters[0]} · {raters[1]}"


def _between(interval: tuple[float, float] | None) -> str:
    return "–" if interval is None else f"{interval[0]:.3f} – {interval[1]:.3f}"


def _say(sentence: Sentence) -> str:
    return sentence.in_language(language())


def _columns(text: str) -> int:
    """How wide a terminal shows it: a Korean letter takes two places."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _wide(text: str, width: int) -> str:
    return text + " " * max(1, width - _columns(text))


def _right(text: str, width: int) -> str:
    return " " * max(0, width - _columns(text)) + text
