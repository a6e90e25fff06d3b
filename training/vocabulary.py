"""The reduced vocabulary that training uses, and how it goes back into whisper's full one.

Training keeps one row for every token that Korean or English text can need, and one shared row for all others. The
shared row's logit stands for ``n_other`` equal logits, so training with ``+ log(n_other)`` on it and copying it to
all unused rows at export gives exactly the same probabilities.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tiktoken
from whisper.tokenizer import Tokenizer, get_tokenizer

FULL_SIZE = 51865
COMMON_TOKENS = 3500
PIECES = 2500  # whisper's first merges: 1.5 pieces to an English word


def tokenizer(language: str = "ko") -> Tokenizer:
    """Whisper's multilingual tokenizer."""
    return get_tokenizer(True, num_languages=99, language=language, task="transcribe")


_PIECES = re.compile(r" ?[가-힣]| ?[^가-힣 ]+| ")


@lru_cache(maxsize=1)
def _short() -> tiktoken.Encoding:
    """Whisper's merges up to ``PIECES`` only: longer words fall into pieces that many words share."""
    whole = tokenizer().encoding
    ranks = {piece: rank for piece, rank in whole._mergeable_ranks.items() if rank < PIECES}
    return tiktoken.Encoding("pieces", pat_str=whole._pat_str, mergeable_ranks=ranks, special_tokens={})


def spell(tok: Tokenizer, text: str) -> list[int]:
    """Tokens of ``text``: every Hangul syllable for itself, its space before it; English in short pieces.

    Whisper's own merges join syllables and cut through others' bytes, and give most English words a token of their
    own. Written in syllables and pieces there are a tenth of the things to learn, what stands for a sound can be read
    off the sound at one place, and a word never heard can still be written. Whisper decodes either.
    """
    short = _short()
    return [
        token for piece in _PIECES.findall(text) for token in (short if piece.isascii() else tok.encoding).encode(piece)
    ]


@dataclass(frozen=True)
class Vocabulary:
    """``ids[k]`` is the whisper token of training row k; row ``len(ids)`` is the shared one."""

    ids: tuple[int, ...]

    @property
    def size(self) -> int:
        """Rows, the shared one included."""
        return len(self.ids) + 1

    @property
    def others(self) -> int:
        """Tokens that share the last row."""
        return FULL_SIZE - len(self.ids)

    def table(self) -> npt.NDArray[np.int64]:
        """Shape (51865,): training row of every whisper token, the shared row for unused ones."""
        table = np.full(FULL_SIZE, len(self.ids), np.int64)
        table[np.asarray(self.ids)] = np.arange(len(self.ids))
        return table

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(json.dumps(self.ids))

    @staticmethod
    def load(path: Path) -> Vocabulary:
        """Read what :meth:`save` wrote."""
        return Vocabulary(tuple(json.loads(path.read_text())))


def build(texts: Iterable[str]) -> Vocabulary:
    """Tokens of ``texts``, of every Hangul syllable alone and after a space, of ASCII, and the needed specials."""
    tok = tokenizer()
    ids: set[int] = set(range(256))  # single bytes: any text can be written
    for code in range(0xAC00, 0xD7A4):
        ids.update(tok.encoding.encode(chr(code)))
        ids.update(tok.encoding.encode(" " + chr(code)))
    for first in string.ascii_letters:
        ids.update(tok.encoding.encode(" " + first))
        for second in string.ascii_lowercase:
            ids.update(tok.encoding.encode(" " + first + second))
            ids.update(tok.encoding.encode(first + second))
    for text in texts:
        ids.update(spell(tok, " " + text))
    latin = re.compile(r"( ?)([A-Za-z])([A-Za-z']*)")
    for token in (*range(256, COMMON_TOKENS), *tuple(ids)):  # the lower a token, the more often whisper's texts have it
        written = latin.fullmatch(tok.encoding.decode_single_token_bytes(token).decode("utf-8", "ignore"))
        if written is None:
            continue
        for first in (written[2].upper(), written[2].lower()):
            either = tok.encoding.encode(written[1] + first + written[3])
            ids.update(either if len(either) == 1 else ())
    languages = tok.all_language_tokens
    codes = tok.all_language_codes
    ids.update(languages[codes.index(code)] for code in ("ko", "en"))
    ids.update((tok.eot, tok.sot, tok.transcribe, tok.sot_prev, tok.no_speech, tok.no_timestamps))
    ids.update(range(tok.timestamp_begin, tok.timestamp_begin + 1501))
    return Vocabulary(tuple(sorted(ids)))


def initial_rows(vocab: Vocabulary, positions: npt.NDArray[np.float32], seed: int = 0) -> npt.NDArray[np.float32]:
    """Starting embeddings of shape (size, width) in which tokens that sound alike lie close together.

    A Hangul token is the sum of vectors of its letters, a cut-off byte sequence the mean of the syllables it may
    become, an English token the sum of its letters, and a timestamp the encoder's positional embedding of its time
    (``positions``, (1500, width)), so that the decoder knows from the first step where in the window it is.
    """
    rng = np.random.default_rng(seed)
    width = positions.shape[1]
    cache: dict[tuple[str, int], npt.NDArray[np.float64]] = {}

    def vector(name: str, place: int) -> npt.NDArray[np.float64]:
        if (name, place) not in cache:
            shared = cache.setdefault((name, -1), np.asarray(rng.standard_normal(width)))
            cache[name, place] = 0.7 * shared + 0.7 * rng.standard_normal(width)
        return cache[name, place]

    def syllable(code: int, place: int) -> npt.NDArray[np.float64]:
        onset, vowel, coda = code // 588, code // 28 % 21, code % 28
        return np.asarray(vector(f"o{onset}", place) + vector(f"v{vowel}", place) + vector(f"c{coda}", place))

    tok = tokenizer()
    rows = np.zeros((vocab.size, width))
    for row, token in enumerate(vocab.ids):
        total: npt.NDArray[np.float64] = np.asarray(rng.standard_normal(width))
        if tok.timestamp_begin <= token < tok.timestamp_begin + 1501:
            total = 1.6 * positions[min(1499, token - tok.timestamp_begin)] / np.sqrt(0.5) + 0.2 * total
        elif token < tok.eot:
            data = tok.encoding.decode_single_token_bytes(token)
            text = data.decode("utf-8", "ignore")
            place = 0
            if text.startswith(" "):
                total = total + vector("space", 0)
                text = text[1:]
            for char in text[:4]:
                code = ord(char) - 0xAC00
                total = total + (syllable(code, place) if 0 <= code < 11172 else vector(char.lower(), place))
                place += 1
            tail = data[len(data.decode("utf-8", "ignore").encode()) :]
            first = _codes(tail)
            if len(first):
                total = total + np.mean([syllable(int(c), place) for c in first], axis=0)
        rows[row] = 0.48 * total / np.linalg.norm(total)
        if tok.timestamp_begin <= token:
            rows[row] *= 1.6
    rows[-1] = 0.02 * rng.standard_normal(width)
    return rows.astype(np.float32)


def _codes(tail: bytes) -> list[int]:
    """Hangul syllables (0..11171) whose UTF-8 begins with ``tail``, thinned to at most 64."""
    if not tail or len(tail) > 2 or not 0xEA <= tail[0] <= 0xED:
        return []
    found = [c for c in range(11172) if chr(0xAC00 + c).encode().startswith(tail)]
    return found[:: max(1, len(found) // 64)]
