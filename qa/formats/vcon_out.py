"""A call as a vCon (draft-ietf-vcon-vcon-core-04), or the vCon it came in as, with our analysis added.

What came in as a vCon goes out with every key of its own as it was; ours only stand beside them.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from qa.call import Speaker, SpeechMeasures, Transcript, to_json
from qa.errors import Refused
from qa.formats.encoded import to_base64
from qa.formats.part import Unreadable
from qa.formats.read import kept_document
from qa.formats.vcon import OURS, TRANSCRIPT_SCHEMA, is_vcon, opened

EVALUATION_SCHEMA = "attune-evaluation"
SYNTAX = "0.4.0"  # deprecated since -03, and still asked for by readers of older drafts
_PARTIES = (Speaker.CITIZEN, Speaker.AGENT, Speaker.UNKNOWN)


@dataclass(frozen=True)
class CarriedSound:
    """A recording to be put inside. `mediatype` as IANA names it."""

    raw: bytes
    mediatype: str
    filename: str


@dataclass(frozen=True)
class CallOut:
    """What is written of a call. `sha256` of its recording makes the UUID; times aware; `agent` only when asked for.

    `evaluations` as `qa score --json` prints them.
    """

    sha256: str
    product: str
    id: str
    started_at: datetime
    accepted_at: datetime
    duration_s: float | None
    transcript: Transcript | None
    measures: SpeechMeasures | None
    evaluations: tuple[dict[str, Any], ...]
    agent: dict[str, str] | None = None
    queue: str | None = None
    sound: CarriedSound | None = None


def original_vcon(raw: bytes) -> dict[str, Any] | None:
    """The vCon in the bytes of a kept recording; None when it came as something else."""
    document = kept_document(raw)
    return document if is_vcon(document) else None


def with_ours(original: dict[str, Any], call: CallOut) -> dict[str, Any]:
    """The vCon as it came, with our analysis at the end of its own. One that is signed goes as an attachment of its
    contents, since nothing can be added inside a signature.

    Raises `Refused` when it cannot be opened.
    """
    try:
        inner, signed = opened(original)
    except Unreadable as error:
        raise Refused(f"{error.fault.ko}.", f"The vCon: {error.fault.en}.") from error
    vcon = dict(inner)
    dialogs = vcon.get("dialog")
    places = list(range(len(dialogs))) if isinstance(dialogs, list) else []
    held = vcon.get("analysis")
    own = held if isinstance(held, list) else [] if held is None else [held]
    vcon["analysis"] = [*own, *(entry for entry in _analysis(call, places) if entry not in own)]
    if signed:
        attached = {
            "purpose": "signed_original", "start": call.accepted_at.isoformat(), "party": 0, "dialog": 0,
            "mediatype": "application/json", "encoding": "json", "body": original,
        }  # fmt: skip
        attachments = vcon.get("attachments")
        vcon["attachments"] = [*(attachments if isinstance(attachments, list) else []), attached]
    return vcon


def new_vcon(call: CallOut) -> dict[str, Any]:
    """A vCon of a call that came in as anything else: its sound as a recording, or its turns as text."""
    spoken = {turn.speaker for turn in call.transcript.turns} if call.transcript is not None else set()
    dialogs = [_recording(call, call.sound)] if call.sound is not None else _messages(call)
    parties: list[dict[str, Any]] = [{"role": "customer"}, {"role": "agent"}]
    if call.agent is not None:
        parties[1] |= {"name": call.agent["name"], "meta": {"login": call.agent["login"]}}
    if Speaker.UNKNOWN in spoken:
        parties.append({"role": "unknown"})
    return {
        "vcon": SYNTAX,
        "uuid": str(_uuid8(call.sha256)),
        "extensions": ["CC"],
        "created_at": call.accepted_at.isoformat(),
        "parties": parties,
        "dialog": dialogs,
        "analysis": _analysis(call, list(range(len(dialogs)))),
        "attachments": [],
    }


def document_of(call: CallOut) -> dict[str, Any]:
    """The transcript as our own JSON, which reads back as the same transcript."""
    heard = call.transcript
    assert heard is not None
    told: dict[str, Any] = to_json(heard)
    told["channel"] = told.pop("medium")
    if not any(turn.end_s for turn in heard.turns):  # it came without times
        for turn in told["turns"]:
            del turn["start_s"], turn["end_s"]
    measures = to_json(call.measures) if call.measures is not None else None
    return {"id": call.id, "started_at": call.started_at.isoformat(), "queue": call.queue, **told, "measures": measures}


def _analysis(call: CallOut, dialogs: list[int]) -> list[dict[str, Any]]:
    about = {"dialog": dialogs} if dialogs else {}
    by = {"vendor": OURS, "product": call.product, "mediatype": "application/json", "encoding": "json"}
    found = []
    if call.transcript is not None:
        found.append({"type": "transcript", **about, **by, "schema": TRANSCRIPT_SCHEMA, "body": document_of(call)})
    for evaluation in call.evaluations:
        found.append({"type": "evaluation", **about, **by, "schema": EVALUATION_SCHEMA, "body": evaluation})
    return found


def _recording(call: CallOut, sound: CarriedSound) -> dict[str, Any]:
    lasting = {"duration": round(call.duration_s, 3)} if call.duration_s is not None else {}
    return {
        "type": "recording",
        "start": call.started_at.isoformat(),
        **lasting,
        "parties": [0, 1],
        "mediatype": sound.mediatype,
        "filename": sound.filename,
        "encoding": "base64url",
        "body": to_base64(sound.raw),
    }


def _messages(call: CallOut) -> list[dict[str, Any]]:
    turns = call.transcript.turns if call.transcript is not None else ()
    dialogs = []
    for turn in turns:
        sender = _PARTIES.index(turn.speaker)
        lasting = {"duration": round(turn.end_s - turn.start_s, 3)} if turn.end_s else {}
        dialogs.append(
            {
                "type": "text",
                "start": (call.started_at + timedelta(seconds=turn.start_s)).isoformat(),
                **lasting,
                "parties": [sender, 1 if sender == 0 else 0],
                "originator": sender,
                "mediatype": "text/plain",
                "encoding": "none",
                "body": turn.text,
            }
        )
    return dialogs


def _uuid8(sha256: str) -> uuid.UUID:
    """Version 8 of the recording's hash: the same call has the same UUID wherever it is exported."""
    number = int(sha256[:32], 16)
    return uuid.UUID(int=number & ~(0xF << 76) & ~(0x3 << 62) | 0x8 << 76 | 0x2 << 62)


def dumps(vcon: dict[str, Any]) -> str:
    text = json.dumps(vcon, ensure_ascii=False, indent=1)
    # Half a character (a lone surrogate) can stand in JSON, but only escaped.
    return text if text.isascii() or _is_unicode(text) else json.dumps(vcon, indent=1)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
