"""Errors for people: what happened, to which thing, what to do, and whether trying again can help."""

from __future__ import annotations

from qa.call import Sentence


class Problem(Exception):
    """Something a person must read. `again` says whether trying the same thing again can help."""

    def __init__(self, ko: str, en: str, *, again: bool = False) -> None:
        self.sentence = Sentence(ko=ko, en=en)
        self.again = again
        super().__init__(en)


class Refused(Problem):
    """What was handed in is no call we can work on; it is kept, and the sentence says why and the way out."""


class Misconfigured(Problem):
    """A setting, a rubric or a file of ours is wrong; the sentence names the file, the line and the field."""
