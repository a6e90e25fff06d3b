"""What is done in a sentence, whatever its words: greeting, asking to wait, softening, blaming …

Morpheme patterns know how a thing is usually said; agents say it in ways nobody has listed (감기 조심하세요 as a
goodbye). So a linear classifier over the letters stands beside them: logistic regression, one for each act, on short
runs of letters weighted by how rare they are (Joachims 1998; Wang & Manning 2012). It was trained on utterances
written for it (`training/acts/`), it ships as one table of numbers, and the same sentence always gets the same answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

FOLDER = Path(__file__).with_name("knowledge")
LONGEST = 5  # letters in a run
_NO_LETTERS = re.compile(r"[^\w?]+")
_PARTS = re.compile(r"[^.?!…]*[^.?!…\s][^.?!…]*(?:[.?!…]+|$)")
_WHOLE_TURN = 60  # characters of a turn that is also looked at as a whole


@dataclass(frozen=True, slots=True)
class Act:
    """Characters [start, end) of a text; `likely` in [0, 1]."""

    start: int
    end: int
    likely: float


def runs(text: str) -> set[str]:
    """Every run of 1 to `LONGEST` letters of `text`, in lower case, one space between words, ? kept."""
    said = _spelled(text)
    size = len(said)
    return {said[at : at + n] for n in range(1, LONGEST + 1) for at in range(size - n + 1)}


def _spelled(text: str) -> str:
    return f" {_NO_LETTERS.sub(' ', text.lower()).strip()} "


@dataclass(frozen=True)
class Table:
    """Weights of shape (runs, acts), one bias an act; `rarity` of shape (runs,)."""

    rows: dict[str, int]
    acts: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    rarity: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    @staticmethod
    def load(path: Path) -> Table:
        """Read what :meth:`save` wrote."""
        with np.load(path) as file:
            grams = bytes(file["runs"]).decode().split("\n")
            return Table(
                {gram: row for row, gram in enumerate(grams)},
                tuple(bytes(file["acts"]).decode().split()),
                file["weights"].astype(np.float32),
                file["rarity"].astype(np.float32),
                file["bias"],
            )

    def save(self, path: Path) -> None:
        """Write in half precision, about 1 MB."""
        np.savez_compressed(
            path,
            runs=np.frombuffer("\n".join(self.rows).encode(), np.uint8),
            acts=np.frombuffer(" ".join(self.acts).encode(), np.uint8),
            weights=self.weights.astype(np.float16),
            rarity=self.rarity.astype(np.float16),
            bias=self.bias,
        )

    def likelihoods(self, text: str) -> npt.NDArray[np.float32]:
        """Shape (acts,), each in [0, 1]."""
        known = self._known(text)
        if not known:
            return np.asarray(1 / (1 + np.exp(-self.bias)), np.float32)
        found = np.fromiter(known, np.intp, len(known))
        found.sort()  # the order of a sum decides its last digit
        rarity = self.rarity[found]
        score = rarity @ self.weights[found] / math.sqrt(float(rarity @ rarity)) + self.bias
        return np.asarray(1 / (1 + np.exp(-score)), np.float32)

    def _known(self, text: str) -> set[int]:
        """Rows of those :func:`runs` that are in the table. A run is there only if what it begins with is."""
        said, row_of = _spelled(text), self.rows.get
        known: set[int] = set()
        places: Iterable[int] = range(len(said))
        for size in range(1, LONGEST + 1):
            last = len(said) - size
            held = [(at, row) for at in places if at <= last and (row := row_of(said[at : at + size])) is not None]
            known.update(row for _, row in held)
            places = [at for at, _ in held]
        return known


@lru_cache(maxsize=4)
def table(language: str) -> Table | None:
    """The table of a language; None where there is none."""
    path = FOLDER / f"acts_{language}.npz"
    return Table.load(path) if path.exists() else None


@lru_cache(maxsize=16384)
def _sentences(text: str, language: str) -> tuple[tuple[int, int, tuple[float, ...]], ...]:
    """Where each sentence of `text` begins and ends, and how likely each act is in it; a short text also as a whole."""
    known = table(language)
    if known is None:
        return ()
    spans = [match.span() for match in _PARTS.finditer(text)]
    if len(spans) > 1 and len(text) <= _WHOLE_TURN:
        spans.append((0, len(text)))
    return tuple((start, end, tuple(map(float, known.likelihoods(text[start:end])))) for start, end in spans)


@lru_cache(maxsize=512)
def _columns(wanted: tuple[str, ...], language: str) -> tuple[int, ...]:
    known = table(language)
    return tuple(known.acts.index(act) for act in wanted if act in known.acts) if known else ()


def may_be_done(wanted: tuple[str, ...], text: str, *, at_least: float) -> bool:
    """Whether any of the `wanted` acts is at least so likely in some sentence; True where nothing is known of them."""
    language = language_of(text)
    columns = _columns(wanted, language)
    return not columns or any(
        likely[column] >= at_least for _, _, likely in _sentences(text, language) for column in columns
    )


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Every act that some table knows."""
    tables = (table(path.stem.removeprefix("acts_")) for path in sorted(FOLDER.glob("acts_*.npz")))
    return frozenset(act for each in tables if each for act in each.acts)


def language_of(text: str) -> str:
    """ "ko" where a Hangul syllable is written, else "en"."""
    return "ko" if any("가" <= character <= "힣" for character in text) else "en"


def find_acts(wanted: tuple[str, ...], text: str, *, at_least: float, fewest_letters: int = 1) -> list[Act]:
    """Sentences of `text` that do one of the `wanted` acts at least so likely; a short text also as a whole.

    Sentences of fewer letters are passed over.
    """
    language = language_of(text)
    columns = _columns(wanted, language)
    found = []
    for start, end, likelihoods in _sentences(text, language) if columns else ():
        likely = max(likelihoods[column] for column in columns)
        if likely < at_least or sum(map(str.isalnum, text[start:end])) < fewest_letters:
            continue
        start += len(text[start:end]) - len(text[start:end].lstrip())
        found.append(Act(start, start + len(text[start:end].rstrip()), likely))
    return found
