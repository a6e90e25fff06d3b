"""The reduced vocabulary that training uses, and how it goes back into whisper's full one.

Training keeps one row for every token that Korean or English text can need, and one shared row for all others. The
shared row's logit stands for ``n_other`` equal logits, so training with ``+ log(n_other)`` on it and copying it to
all unused rows at export gives exactly the same probabilities.
"""

from __future__ import annotations

import json
import string
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from whisper.tokenizer import Tokenizer, get_tokenizer

FULL_SIZE = 51865


def tokenizer(language: str = "ko") -> Tokenizer:
    """Whisper's multilingual tokenizer."""
    return get_tokenizer(True, num_languages=99, language=language, task="transcribe")


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
        ids.update(tok.encoding.encode(" " + text))
    languages = tok.all_language_tokens
    codes = tok.all_language_codes
    ids.update(languages[codes.index(code)] for code in ("ko", "en"))
    ids.update((tok.eot, tok.sot, tok.transcribe, tok.sot_prev, tok.no_speech, tok.no_timestamps))
    ids.update(range(tok.timestamp_begin, tok.timestamp_begin + 1501))
    return Vocabulary(tuple(sorted(ids)))
