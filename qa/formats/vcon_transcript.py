"""Transcripts as they stand in the `analysis` of vCons: every product writes its own shape.

Read are the World Transcription Format (draft-howe-vcon-wtf-extension), Deepgram, Whisper, AssemblyAI, lists of
{speaker, message}, WebVTT, and plain text with names before colons.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from qa.formats import subtitles
from qa.formats.encoded import number_of
from qa.formats.part import Unreadable

_TEXT = ("text", "message", "transcript", "punctuated_word", "word", "utterance", "content", "body", "value")
_SPEAKER = ("speaker", "speaker_label", "speaker_name", "role", "participant", "name", "channel", "party")
_START = ("start", "start_s", "start_time", "begin", "offset", "start_offset")
_END = ("end", "end_s", "end_time", "end_offset")
_LISTS = ("segments", "utterances", "paragraphs", "conversation", "messages", "dialogue", "sentences", "turns", "words")
_DEEPEST = 6
PAUSE_S = 0.8


@dataclass(frozen=True)
class Said:
    """`label` is what the product calls the speaker; "" when it does not tell. `party` indexes the vCon's parties."""

    label: str
    text: str
    start_s: float | None = None
    end_s: float | None = None
    party: int | None = None


def said_in(body: Any, duration_s: float | None = None) -> list[Said]:
    """What the transcript says, in order; empty when nothing in it can be read. `duration_s` tells ms from seconds."""
    said = [each for each in _read(body, "", {}, _DEEPEST) if each.text]
    latest = max((each.end_s for each in said if each.end_s is not None), default=0.0)
    if duration_s and latest > 50 * duration_s:
        said = [replace(each, start_s=_by_1000(each.start_s), end_s=_by_1000(each.end_s)) for each in said]
    return said


def _by_1000(value: float | None) -> float | None:
    return None if value is None else value / 1000


def _read(body: Any, label: str, names: dict[str, str], deep: int) -> list[Said]:
    if deep == 0 or body is None:
        return []
    if isinstance(body, str):
        return _plain(body, label)
    if isinstance(body, list):
        return _listed([each for each in body if isinstance(each, dict)], label, names, deep)
    return _object(body, label, names, deep) if isinstance(body, dict) else []


def _object(body: dict[str, Any], label: str, names: dict[str, str], deep: int) -> list[Said]:
    names = names | _speaker_names(body.get("speakers"))
    results = body.get("results")
    for inner in (body, results if isinstance(results, dict) else {}):
        channels = inner.get("channels")
        if isinstance(channels, list) and any(isinstance(each, dict) for each in channels):
            several = len(channels) > 1
            found = [
                said
                for number, channel in enumerate(channels)
                for said in _read(channel, f"channel {number}" if several else label, names, deep - 1)
            ]
            return sorted(found, key=lambda said: said.start_s or 0.0) if several else found
        for key in _LISTS:
            held = inner.get(key)
            # Deepgram: "paragraphs" is an object that holds "paragraphs".
            found = _read(held, label, names, deep - 1) if isinstance(held, list | dict) else []
            if found:
                return found
    alternatives = body.get("alternatives")
    if isinstance(alternatives, list) and alternatives:
        return _read(alternatives[0], label, names, deep - 1)
    for key in ("transcript", "text", "transcription", "body"):
        if body.get(key):
            return _read(body[key], label, names, deep - 1)
    return []


def _speaker_names(told: Any) -> dict[str, str]:
    """WTF: {"0": {"label": "Agent"}}."""
    pairs: Iterable[tuple[Any, Any]] = told.items() if isinstance(told, dict) else ()
    if isinstance(told, list):
        pairs = ((each.get("id"), each) for each in told if isinstance(each, dict))
    return {
        str(key): str(each.get("label") or each.get("name") or key) if isinstance(each, dict) else str(each)
        for key, each in pairs
    }


def _listed(rows: list[dict[str, Any]], label: str, names: dict[str, str], deep: int) -> list[Said]:
    found: list[Said] = []
    for row in rows:
        inner = row.get("sentences")
        text = next((str(row[key]) for key in _TEXT if isinstance(row.get(key), str)), "")
        if not text.strip() and isinstance(inner, list):
            text = " ".join(str(each.get("text", "")) for each in inner if isinstance(each, dict))
        if not text.strip():
            found += _read(row, label, names, deep - 1)
            continue
        told = next((row[key] for key in _SPEAKER if isinstance(row.get(key), str | int)), None)
        told = told if told is None or isinstance(told, str) else str(told)
        start_s = next((s for s in (_seconds(row.get(key)) for key in _START) if s is not None), None)
        end_s = next((s for s in (_seconds(row.get(key)) for key in _END) if s is not None), None)
        lasting_s = _seconds(row.get("duration"))
        if end_s is None and start_s is not None and lasting_s is not None:
            end_s = start_s + lasting_s
        if end_s is not None and start_s is not None and end_s < start_s:
            start_s = end_s = None
        party = row.get("party")
        said = Said(
            label if told is None else names.get(told, told if not told.isdigit() else f"speaker {told}"),
            " ".join(text.split()),
            start_s,
            end_s,
            party if isinstance(party, int) and not isinstance(party, bool) else None,
        )
        word = "word" in row or "punctuated_word" in row
        if word and found and _goes_on(found[-1], said):
            found[-1] = replace(found[-1], text=f"{found[-1].text} {said.text}", end_s=said.end_s)
        else:
            found.append(said)
    return found


def _goes_on(before: Said, word: Said) -> bool:
    if before.label != word.label:
        return False
    return before.end_s is None or word.start_s is None or word.start_s - before.end_s < PAUSE_S


def _seconds(value: Any) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value.strip().removesuffix("s"))
        except ValueError:
            return None
    found = number_of(value)
    return found if found is not None and found >= 0 else None


def _plain(text: str, label: str) -> list[Said]:
    """Text with names before colons, subtitles, or one piece of which nobody knows who says what."""
    if "-->" in text:
        try:
            document = subtitles.read(text).parts[0].document or {}
        except Unreadable:
            document = {}
        return [Said(t["speaker"], t["text"], t["start_s"], t["end_s"]) for t in document.get("turns", [])]
    return [Said(named or label, line) for named, line in subtitles.named_lines(text)]
