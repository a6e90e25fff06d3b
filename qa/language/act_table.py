"""The numbers behind :mod:`qa.language.acts`: weights of short runs of letters; sentences looked up many at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

LONGEST = 5  # letters in a run
_NO_LETTERS = re.compile(r"[^\w?]+")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no information is lost in a product


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
        """Write in half precision, 1 to 2 MB."""
        np.savez_compressed(
            path,
            runs=np.frombuffer("\n".join(self.rows).encode(), np.uint8),
            acts=np.frombuffer(" ".join(self.acts).encode(), np.uint8),
            weights=self.weights.astype(np.float16),
            rarity=self.rarity.astype(np.float16),
            bias=self.bias,
        )

    def likelihoods(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Shape (texts, acts), each in [0, 1]. A text gets the same whatever stands beside it."""
        whose, found = self._known(texts)
        score = np.tile(self.bias, (len(texts), 1))
        if found.size:
            owners, begins = np.unique(whose, return_index=True)
            length = np.sqrt(np.add.reduceat(np.square(self.rarity[found]), begins))
            score[owners] += np.add.reduceat(self._weighted[found], begins, axis=0) / length[:, None]
        return np.asarray(1 / (1 + np.exp(-score)), np.float32)

    def _known(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """The text and the row of each of its :func:`runs` that is in the table, by text and by row: the order of a sum
        decides its last digit.
        """
        keys, rows = self._index
        spelled = [_spelled(text) for text in texts]
        letters = _letters("".join(spelled))
        whose = np.repeat(np.arange(len(texts)), [_letters(each).size for each in spelled])
        said, owner = [], []
        for size, hashed in enumerate(_hashes(letters), start=1):
            own = whose[: hashed.size] == whose[size - 1 :]  # no run from one text into the next
            said.append(hashed[own])
            owner.append(whose[: hashed.size][own])
        wanted = np.concatenate(said)
        place = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
        there = keys[place] == wanted
        both = np.unique(np.concatenate(owner)[there] * rows.size + rows[place[there]])
        return both // rows.size, both % rows.size

    @cached_property
    def _weighted(self) -> npt.NDArray[np.float32]:
        return self.weights * self.rarity[:, None]

    @cached_property
    def _index(self) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.intp]]:
        """The hashes of all runs, sorted, and their rows."""
        by_size: dict[int, list[str]] = {}
        for run in self.rows:
            by_size.setdefault(len(run), []).append(run)
        keys, rows = [], []
        for size, several in by_size.items():
            hashed = list(_hashes(_letters("".join(several))))[size - 1]
            keys.append(hashed[::size])
            rows += [self.rows[run] for run in several]
        joined = np.concatenate(keys)
        order = np.argsort(joined)
        return joined[order], np.array(rows, np.intp)[order]


def _letters(said: str) -> npt.NDArray[np.uint64]:
    return np.frombuffer(said.encode("utf-16-le", "surrogatepass"), np.uint16).astype(np.uint64)


def _hashes(letters: npt.NDArray[np.uint64]) -> Iterator[npt.NDArray[np.uint64]]:
    """For each length of run, the hashes of all runs of so many letters."""
    hashed = np.zeros(letters.size, np.uint64)
    for size in range(1, min(LONGEST, letters.size) + 1):
        hashed = hashed[: letters.size - size + 1] * _FACTOR + letters[size - 1 :] + np.uint64(size)
        hashed ^= hashed >> np.uint64(29)
        yield hashed
