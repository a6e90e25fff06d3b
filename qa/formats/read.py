"""One entry to every format: what a file holds is told by its content, its name only helps to refuse it in words."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qa.call import Sentence
from qa.errors import Refused
from qa.formats import aihub, subtitles, vcon, web_answers
from qa.formats.part import Part, Parts, Unreadable
from qa.formats.transcript import CallRead, call_of_document, refused, within

LARGEST_BYTES = 20_000_000
LARGEST_VCON_BYTES = 200_000_000  # a vCon may carry an hour of sound
MOST_CALLS = 20_000
FORMATS = ("json", "vtt", "srt", "csv", "aihub", "vcon")
SUFFIXES = frozenset((".json", ".vtt", ".srt", ".csv", ".vcon"))
_HEAD_BYTES = 65_536
_HIDDEN = frozenset(chr(n) for n in range(32)) - frozenset("\t\n\r\f\x0b\x1b")


@dataclass(frozen=True)
class RefusedPart:
    """One call of a file that holds several. `call`: where it stands in the file."""

    call: Sentence
    sentence: Sentence


@dataclass(frozen=True)
class FileRead:
    """What a file holds; `format` is one of FORMATS. At least one call, or one refused."""

    format: str
    calls: tuple[CallRead, ...]
    refused: tuple[RefusedPart, ...] = ()

    @property
    def several(self) -> bool:
        return len(self.calls) + len(self.refused) > 1


def read_calls(path: Path) -> FileRead:
    """Every call in a file. Raises `Refused` naming the file when nothing in it can be read."""
    name = Sentence(str(path), str(path))
    try:
        if path.stat().st_size > LARGEST_VCON_BYTES:
            raise _too_large(name, LARGEST_VCON_BYTES)
        raw = path.read_bytes()
    except OSError as error:
        raise refused(name, f"읽을 수 없습니다({error.strerror})", f"it cannot be read ({error.strerror})") from error
    return calls_of(raw, str(path))


def read_call(path: Path) -> CallRead:
    """The call of a file that holds one. Raises `Refused` naming the file and the field, or when it holds several."""
    return _only(read_calls(path), str(path))


def calls_of(raw: bytes, name: str, *, beside: Path | None = None) -> FileRead:
    """Every call in the bytes of a file; `name` stands for the file in errors, `beside` is the folder it lies in.

    One malformed call stops no other: it is in `refused`. Raises `Refused` when nothing in the file can be read.
    """
    of = Sentence(name, name)
    if len(raw) > LARGEST_BYTES and (len(raw) > LARGEST_VCON_BYTES or b'"dialog"' not in raw):
        raise _too_large(of, LARGEST_VCON_BYTES if b'"dialog"' in raw else LARGEST_BYTES)
    try:
        parts = _parts(raw, of, beside)
        if len(parts.parts) > MOST_CALLS:
            raise _too_many()
    except Unreadable as error:
        raise refused(of, error.fault.ko, error.fault.en) from error
    calls, faults = [], []
    for part in parts.parts:
        place = of if part.place is None else within(of, part.place.ko, part.place.en)
        try:
            calls.append(_call(part, place))
        except Refused as problem:
            if len(parts.parts) == 1:
                raise
            faults.append(RefusedPart(part.place or of, problem.sentence))
    return FileRead(parts.format, tuple(calls), tuple(faults))


def kept_document(raw: bytes) -> Any:
    """The JSON of a kept recording; None when it is none."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def kept_call(path: Path) -> CallRead | None:
    """The call of a kept recording that came as text; None for sound. Kept are our own JSON and vCons."""
    with path.open("rb") as file:
        begins = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    return _only(calls_of(path.read_bytes(), str(path)), str(path)) if begins.startswith(b"{") else None


def is_text(path: Path, name: str = "") -> bool:
    """Whether a file is one of the formats here and no sound.

    Text that is none of them is taken for one if its name says so, to be refused in words and not as broken sound.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begins[:1] in (b"{", b"["):
        return True
    text = _as_text(head, cut=len(head) == _HEAD_BYTES)
    if text is None:
        return False
    return subtitles.looks_like(text) or web_answers.looks_like(text) or Path(name).suffix.lower() in SUFFIXES


def _only(found: FileRead, name: str) -> CallRead:
    if not found.several:
        return found.calls[0]
    count = len(found.calls) + len(found.refused)
    raise refused(
        Sentence(name, name),
        f"통화가 {count}건 들어 있습니다. 한 건만 든 파일이 필요합니다",
        f"it holds {count} calls, where one is needed",
    )


def _call(part: Part, place: Sentence) -> CallRead:
    if part.fault is not None:
        raise refused(place, part.fault.ko, part.fault.en)
    call = call_of_document(part.document, place)
    return replace(
        call,
        note=part.note,
        document=part.original or call.document,
        sound=part.sound,
        sound_file=part.sound_file,
        place=part.place,
    )


def _parts(raw: bytes, name: Sentence, beside: Path | None) -> Parts:
    text = _as_text(raw)
    if text is None:
        raise Unreadable(
            "글자로 읽을 수 없습니다. UTF-8로 저장해 주세요", "it cannot be read as text: save it as UTF-8"
        )
    if text.lstrip()[:1] in ("{", "["):
        return _json(_loaded(text), beside)
    if subtitles.looks_like(text):
        return subtitles.read(text)
    if web_answers.looks_like(text) or Path(name.en).suffix.lower() == ".csv":
        return web_answers.read(text)
    if Path(name.en).suffix.lower() in (".json", ".vcon"):
        return _json(_loaded(text), beside)
    kinds = "JSON, vCon, WebVTT, SRT, CSV"
    raise Unreadable(
        f"알 수 없는 형식입니다. 읽을 수 있는 형식: {kinds}", f"it is of no known format; these can be read: {kinds}"
    )


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:  # no JSON, too deep, or a number of thousands of digits
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise Unreadable(
            f"JSON이 아닙니다{f', {line}번째 줄' if line else ''}", f"it is no JSON{f' in line {line}' if line else ''}"
        ) from error


def _json(data: Any, beside: Path | None) -> Parts:
    rows = aihub.rows_of(data)
    if rows is not None:
        return aihub.read(rows)
    if not isinstance(data, list):
        return vcon.read(data, beside) if vcon.is_vcon(data) else Parts("json", (Part(data),))
    if not data:
        raise Unreadable("JSON 객체가 아니라 빈 목록입니다", "it is no JSON object but an empty list")
    if len(data) > MOST_CALLS:
        raise _too_many()
    held = [
        replace(_one(item, beside), place=Sentence(f"{n}번째", f"number {n}")) for n, item in enumerate(data, start=1)
    ]
    return Parts("vcon" if all(map(vcon.is_vcon, data)) else "json", tuple(held))


def _one(item: Any, beside: Path | None) -> Part:
    try:
        return vcon.read(item, beside).parts[0] if vcon.is_vcon(item) else Part(item, original=item)
    except Unreadable as error:
        return Part(fault=error.fault)


def _too_many() -> Unreadable:
    return Unreadable(
        f"통화가 {MOST_CALLS:,}건보다 많습니다. 나누어 주세요", f"it holds more than {MOST_CALLS:,} calls: split it"
    )


def _as_text(raw: bytes, *, cut: bool = False) -> str | None:
    """UTF-8, UTF-16 with its mark, or CP949 (what Korean Excel saves); None for what is no text.

    `cut`: the last character may be torn.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        codecs: tuple[str, ...] = ("utf-16",)
    else:
        codecs = ("utf-8-sig", "cp949")
    for codec in codecs:
        for shorter in range(4 if cut else 1):
            try:
                text = raw[: len(raw) - shorter].decode(codec)
            except UnicodeDecodeError:
                continue
            return None if _HIDDEN & set(text[:5000]) else text
    return None


def _too_large(name: Sentence, limit: int) -> Refused:
    mb = limit // 1_000_000
    return refused(name, f"{mb} MB보다 큽니다", "it is too large for a transcript")
