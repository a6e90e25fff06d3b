"""The tables of docs/accuracy.md.

python -m tests.accuracy.table            prints those that `make test` holds the page to
python -m tests.accuracy.table --write    measures all of them, noise too (some minutes), and writes them into the page
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

from tests.accuracy.calls import HELD_OUT, MENDED_ENGLISH, MENDED_KOREAN, NOISY
from tests.accuracy.measure import ALL, Counts, Share, counts_of_sets
from tests.accuracy.noise import counts_under
from tests.accuracy.perturb import counts_of_perturbed
from tests.accuracy.retrieval import by_calls, left_out_of, left_out_of_shipped

PAGE = Path(__file__).parents[2] / "docs" / "accuracy.md"
_GROUPS = {"Korean mended": MENDED_KOREAN, "English mended": MENDED_ENGLISH, "held out": HELD_OUT}
_HEAD = """\
| fact | found | precision of contradict | with the right fact | true | recall of contradict | true | recall of agree |
|---|---|---|---|---|---|---|---|
"""


def by_type(counts: Counts) -> str:
    """Markdown, one line a type of fact and one for all."""
    lines = []
    for type_ in (*counts.types, ALL):
        precision = counts.share("contradict right", "contradict found", type_)
        strict = counts.share("contradict right strict", "contradict found", type_)
        recall = counts.share("contradict met", "contradict true", type_)
        agree = counts.share("agree met", "agree true", type_)
        lines.append(_line(type_, precision.n, precision, strict, recall.n, recall, agree.n, agree))
    return _HEAD + "".join(lines)


@lru_cache(maxsize=3)
def counts_of(group: str) -> Counts:
    return counts_of_sets(_GROUPS[group])


@lru_cache(maxsize=1)
def _perturbed() -> tuple[Counts, dict[str, Share]]:
    return counts_of_perturbed()


def perturbed() -> str:
    return by_type(_perturbed()[0])


def kinds() -> str:
    lines = [_line(kind.replace("_", " "), share.n, share) for kind, share in _perturbed()[1].items()]
    return "| wrong by | said | found |\n|---|---|---|\n" + "".join(lines)


def never_charged() -> str:
    head = "| calls | stale entries | charged to the agent | not in the answers | called a contradiction |\n|---|---|---|---|---|\n"
    lines = []
    for group in _GROUPS:
        counts = counts_of(group)
        stale, unknown = counts.share("stale charged", "stale"), counts.share("unknown contradicted", "unknown")
        lines.append(_line(group, stale.n, stale.hits, unknown.n, unknown.hits))
    return head + "".join(lines)


def retrieval() -> str:
    head = "| questions | asked | hit@1 | hit@5 |\n|---|---|---|---|\n"
    lines = []
    for group, names in _GROUPS.items():
        one, five = by_calls(names)
        lines.append(_line(f"first of each call, {group}", one.n, one, five))
        one, five = left_out_of(names)
        lines.append(_line(f"example questions, {group}", one.n, one, five))
    one, five = left_out_of_shipped()
    lines.append(_line("example questions, shipped table", one.n, one, five))
    return head + "".join(lines)


def noise() -> str:
    head = (
        "| calls | noise | confidences | contradict charged | precision | recall of contradict | recall of agree |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    lines = []
    groups = {"mended, a part": NOISY, "held out": HELD_OUT}
    for group, names in groups.items():
        for by in ("words", "syllables"):
            for rate in (0.05, 0.10):
                for sure in (True, False):
                    counts = counts_under(rate, by, names, sure=sure)
                    precision = counts.share("contradict charged right", "contradict charged")
                    recall = counts.share("contradict charged met", "contradict true")
                    agree = counts.share("agree met", "agree true")
                    told = "yes" if sure else "no"
                    lines.append(_line(group, f"{rate:.0%} of {by}", told, precision.n, precision, recall, agree))
    return head + "".join(lines)


QUICK: dict[str, Callable[[], str]] = {
    **{f"calls {group}": partial(lambda name: by_type(counts_of(name)), group) for group in _GROUPS},
    "never charged": never_charged,
    "perturbed": perturbed,
    "perturbed kinds": kinds,
}
SLOW: dict[str, Callable[[], str]] = {"noise": noise, "retrieval": retrieval}


def shown(page: str, name: str) -> str:
    """The table `name` as it stands on the page."""
    return page.split(_begin(name))[1].split(_end(name))[0]


def write(page: str, name: str, table: str) -> str:
    before, rest = page.split(_begin(name))
    return before + _begin(name) + table + _end(name) + rest.split(_end(name))[1]


def _begin(name: str) -> str:
    return f"<!-- {name}: begin -->\n"


def _end(name: str) -> str:
    return f"<!-- {name}: end -->\n"


def _line(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |\n"


def main(arguments: list[str]) -> None:
    if "--write" in arguments:
        page = PAGE.read_text("utf-8")
        for name, table in (QUICK | SLOW).items():
            page = write(page, name, table())
        PAGE.write_text(page, "utf-8")
        return
    for name, table in QUICK.items():
        print(f"{_begin(name)}{table()}{_end(name)}")


if __name__ == "__main__":
    main(sys.argv[1:])
