"""WebVTT and SRT: one call, its speakers from voice tags (`<v Agent>`) or from names before a colon (`상담사: …`).

WebVTT as the W3C describes it (NOTE, STYLE and REGION blocks, cue settings, tags, character references); SRT as it is
written, for nobody describes it. Speakers that cannot be told are unknown.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from qa.formats.part import Part, Parts, Unreadable
from qa.formats.speakers import role_of, sides

JOINED_S = 0.8  # a shorter silence does not end a turn, as in `qa transcribe`
_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]{1,200})>")
_TAG = re.compile(r"<[^<>]{0,300}>|\{\\[^{}]{0,60}\}")
_NAMED = re.compile(
    r"^\s*(?:-\s*)?(?:[\[(](?P<bracket>[^\])]{1,40})[\])]\s*[:：]?|(?P<plain>[^:：\[\]()]{1,40}?)\s*[:：])\s*(?P<rest>\S.*)$"
)
_ANONYMOUS = re.compile(r"^(?:speaker|spk|화자|참석자|발화자|s)?[ _#-]*(?:\d{1,3}|[a-z])$", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:br|p|div|li|tr|td|h[1-6]|ul|ol|table)\b[^<>]{0,300}>", re.IGNORECASE)
_BLOCKS = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True)
class Cue:
    """`label` is "" when nothing tells who speaks. Times in seconds."""

    start_s: float
    end_s: float
    label: str
    text: str


def looks_like(text: str) -> bool:
    return text.lstrip("\ufeff").startswith("WEBVTT") or any(_TIMING.match(line) for line in text.splitlines()[:40])


def read(text: str) -> Parts:
    """Raises `Unreadable` naming the line."""
    web = text.lstrip("\ufeff").startswith("WEBVTT")
    cues = [spoken for cue in _cues(text.lstrip("\ufeff").splitlines(), web) for spoken in cue]
    if not cues:
        raise Unreadable("자막이 하나도 없습니다", "it holds no cue")
    cues = _named(cues)
    told = sides([(cue.label, cue.text) for cue in cues])
    turns: list[dict[str, Any]] = []
    before = ""
    for cue in sorted(cues, key=lambda cue: cue.start_s):
        last = turns[-1] if turns else None
        if last and cue.label and cue.label == before and cue.start_s - last["end_s"] < JOINED_S:
            last["text"] = f"{last['text']} {cue.text}"
            last["end_s"] = max(last["end_s"], cue.end_s)
        else:
            speaker = told.speaker(cue.label).value
            turns.append({"speaker": speaker, "text": cue.text, "start_s": cue.start_s, "end_s": cue.end_s})
        before = cue.label
    document = {"channel": "phone", "attribution": "guessed" if told.guessed else "channel", "turns": turns}
    return Parts("vtt" if web else "srt", (Part(document),))


def _cues(lines: list[str], web: bool) -> list[list[Cue]]:
    """The cues in order, each as one entry per speaker in it."""
    found = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if web and line.startswith(_BLOCKS) and "-->" not in line:
            at = _blank(lines, at)
            continue
        if "-->" not in line:
            at += 1
            continue
        start_s, end_s = _times(line, at + 1)
        until = _blank(lines, at + 1) if web else _next_timing(lines, at + 1)
        body = [text.strip() for text in lines[at + 1 : until] if text.strip()]
        if not web and until < len(lines) and body and body[-1].isdigit():
            body.pop()  # the number of the next one
        found.append(_spoken(body, start_s, end_s))
        at = until
    return found


def _times(line: str, number: int) -> tuple[float, float]:
    read = _TIMING.match(line)
    if read is None:
        raise Unreadable(f"{number}번째 줄의 시각을 읽을 수 없습니다", f"the times in line {number} cannot be read")
    parts = read.groups()
    start_s, end_s = _seconds(parts[:4]), _seconds(parts[4:])
    if end_s < start_s:
        raise Unreadable(f"{number}번째 줄의 끝이 시작보다 앞섭니다", f"in line {number} the end lies before the start")
    return start_s, end_s


def _seconds(parts: tuple[str | None, ...]) -> float:
    """Of hours, minutes, seconds and their decimals; hours may be missing."""
    hours, minutes, seconds, decimals = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(decimals.ljust(3, "0")) / 1000


def _blank(lines: list[str], at: int) -> int:
    while at < len(lines) and lines[at].strip():
        at += 1
    return at


def _next_timing(lines: list[str], at: int) -> int:
    while at < len(lines) and "-->" not in lines[at]:
        at += 1
    return at


def _spoken(body: list[str], start_s: float, end_s: float) -> list[Cue]:
    """A cue in which two people speak becomes two, the time shared by the length of what they say."""
    pieces: list[tuple[str, str]] = []
    both = sum(line.startswith(("-", "–")) for line in body) > 1
    for line in body:
        halves = _VOICE.split(line)  # text before, voice, text, voice, text …
        dashed = len(halves) == 1 and both and line.startswith(("-", "–"))
        spans = [("", halves[0]), *zip(halves[1::2], halves[2::2], strict=True)]
        for number, (voice, text) in enumerate(spans):
            clean = " ".join(html.unescape(_TAG.sub("", text)).split())
            clean = clean.lstrip("-– ") if dashed else clean
            if not clean:
                continue
            label = html.unescape(voice).strip()
            goes_on = pieces and not label and number == 0 and not dashed and not _NAMED.match(clean)
            if goes_on or (pieces and label and label == pieces[-1][0]):
                pieces[-1] = (pieces[-1][0], f"{pieces[-1][1]} {clean}")
            else:
                pieces.append((label, clean))
    letters = sum(len(text) for _, text in pieces)
    cues, began_s = [], start_s
    for label, text in pieces:
        ended_s = round(began_s + (end_s - start_s) * len(text) / letters, 3)
        cues.append(Cue(began_s, ended_s, label, text))
        began_s = ended_s
    return [*cues[:-1], replace(cues[-1], end_s=end_s)] if cues else []


def _named(cues: list[Cue]) -> list[Cue]:
    """Names before a colon become labels, if they are names of speakers and not a colon within a sentence.

    A name counts when it names a side or is a number or letter; other names when they stand before half of the cues.
    In a file that names its speakers so, a cue without a name goes on with the last one.
    """
    if any(cue.label for cue in cues):
        return cues
    split = [_NAMED.match(cue.text) for cue in cues]
    names = ["" if found is None else (found["bracket"] or found["plain"] or "").strip() for found in split]
    counted = Counter(name for name in names if name)
    often = sum(n for n in counted.values() if n > 1) * 2 >= len(cues)
    real = {name for name, n in counted.items() if role_of(name) or _ANONYMOUS.match(name) or (often and n > 1)}
    if not real:
        return cues
    named, last = [], ""
    for cue, name, found in zip(cues, names, split, strict=True):
        if found is not None and name in real:
            last = name
            cue = replace(cue, text=found["rest"].strip())
        named.append(replace(cue, label=last))
    return named


def named_lines(text: str) -> list[tuple[str, str]]:
    """Plain text as (name, text) per line; where no line names a speaker, per paragraph and with the name ""."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    cues = _named([Cue(0.0, 0.0, "", line) for line in lines])
    if not any(cue.label for cue in cues):
        return [("", " ".join(block.split())) for block in re.split(r"\n\s*\n", text) if block.strip()]
    return [(cue.label, cue.text) for cue in cues]


def without_tags(text: str) -> str:
    """Of a page or a mail: what stands in blocks of its own stays apart."""
    return html.unescape(_TAG.sub("", _BLOCK.sub(" ", text)))
