"""What is done in a sentence, whatever its words: greeting, asking to wait, softening, blaming …

Morpheme patterns know how a thing is usually said; agents say it in ways nobody has listed (감기 조심하세요 as a
goodbye). So a linear classifier over the letters stands beside them: logistic regression, one for each act, on short
runs of letters weighted by how rare they are (Joachims 1998; Wang & Manning 2012). It was trained on utterances
written for it (`training/acts/`), it ships as one table of numbers, and the same sentence always gets the same answer.
"""

from __future__ import annotations

import math
import re
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
    said = f" {_NO_LETTERS.sub(' ', text.lower()).strip()} "
    size = len(said)
    return {said[at : at + n] for n in range(1, LONGEST + 1) for at in range(size - n + 1)}


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
        found = sorted(self.rows[run] for run in runs(text) if run in self.rows)
        if not found:
            return np.asarray(1 / (1 + np.exp(-self.bias)), np.float32)
        rarity = self.rarity[found]
        score = rarity @ self.weights[found] / math.sqrt(float(rarity @ rarity)) + self.bias
        return np.asarray(1 / (1 + np.exp(-score)), np.float32)


@lru_cache(maxsize=4)
def table(language: str) -> Table | None:
    """The table of a language; None where there is none."""
    path = FOLDER / f"acts_{language}.npz"
    return Table.load(path) if path.exists() else None


@lru_cache(maxsize=16384)
def _likelihoods(text: str, language: str) -> tuple[float, ...]:
    known = table(language)
    return tuple(map(float, known.likelihoods(text))) if known else ()


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
    known = table(language)
    columns = [known.acts.index(act) for act in wanted if act in known.acts] if known else []
    if not columns:
        return []
    spans = [match.span() for match in _PARTS.finditer(text)]
    if len(spans) > 1 and len(text) <= _WHOLE_TURN:
        spans.append((0, len(text)))
    found = []
    for start, end in spans:
        if sum(map(str.isalnum, text[start:end])) < fewest_letters:
            continue
        likely = max(_likelihoods(text[start:end], language)[column] for column in columns)
        if likely >= at_least:
            start += len(text[start:end]) - len(text[start:end].lstrip())
            found.append(Act(start, start + len(text[start:end].rstrip()), likely))
    return found
