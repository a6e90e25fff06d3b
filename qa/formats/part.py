"""One call of a file that may hold many, in our own JSON or with the reason why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.call import Sentence


@dataclass(frozen=True)
class Part:
    """`place` is where in the file the call stands, None when it is the whole file. Either `document` or `fault` is
    set; a fault ends without a full stop. `original`: what is to be kept of it instead of `document`. `sound`: it
    comes with the sound of the call (`sound_file` if beside it), so that `document` is only what was told besides.
    """

    document: dict[str, Any] | None = None
    fault: Sentence | None = None
    place: Sentence | None = None
    note: Sentence | None = None
    original: dict[str, Any] | None = None
    sound: bool = False
    sound_file: Path | None = None


class Unreadable(Exception):
    """Nothing in a file can be read; `fault` says why."""

    def __init__(self, ko: str, en: str) -> None:
        self.fault = Sentence(ko, en)
        super().__init__(en)


@dataclass(frozen=True)
class Parts:
    """All calls of a file. `format` is one of `qa.formats.read.FORMATS`."""

    format: str
    parts: tuple[Part, ...]
