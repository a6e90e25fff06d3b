"""IETF vCon (draft-ietf-vcon-vcon-core-04, and what older drafts and products write): parties, dialog, analysis.

Nothing it refers to is fetched. Keys that are not known here are left where they are: a vCon is kept as it came.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from email import message_from_string, policy
from email.errors import MessageError
from pathlib import Path
from typing import Any, cast

from qa.call import Sentence
from qa.formats.encoded import content_of, from_base64, number_of
from qa.formats.part import Part, Parts, Unreadable
from qa.formats.speakers import role_of, sides
from qa.formats.subtitles import without_tags
from qa.formats.vcon_parties import (
    agent_login,
    label_of,
    likely_citizen,
    listed,
    moment_of,
    objects,
    offset_s,
    parties_of,
    roles_of,
    sender_of,
    stamp_of,
)
from qa.formats.vcon_sound import has_sound, is_recording, sound_beside
from qa.formats.vcon_transcript import Said, said_in

OURS = "attune"
# Where a mail begins to repeat the one it answers: those are the other side's words.
_QUOTED = re.compile(
    r"^[ \t]*(?:On [^\n]{5,200} wrote:|[^\n]{5,200}작성:|-{3,} ?Original Message ?-{3,})[ \t]*$|^>", re.MULTILINE
)
TRANSCRIPT_SCHEMA = "attune-transcript"
SIGNED = Sentence(
    "서명된 vCon입니다. 내용은 읽었지만 서명은 확인하지 않았습니다.",
    "A signed vCon: its contents were read, its signature was not verified.",
)


def is_vcon(data: Any) -> bool:
    if not isinstance(data, dict):
        return False
    plain = "vcon" in data or ("parties" in data and ("dialog" in data or "analysis" in data))
    return plain or ("payload" in data and "signatures" in data) or "ciphertext" in data


def opened(data: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """The vCon itself, and whether it came signed (JWS). Raises `Unreadable` when it is encrypted or broken."""
    if "ciphertext" in data:
        raise Unreadable(
            "암호화된 vCon(JWE)이라 읽을 수 없습니다. 복호화한 vCon을 올려 주세요",
            "it is an encrypted vCon (JWE): decrypt it and hand that in",
        )
    if "payload" not in data or "signatures" not in data:
        return data, False
    try:
        payload = data["payload"]
        inner = json.loads(from_base64(payload)) if isinstance(payload, str) else payload
    except (ValueError, RecursionError) as error:
        raise Unreadable(
            "서명된 vCon의 payload를 읽을 수 없습니다", "the payload of the signed vCon cannot be read"
        ) from error
    if not isinstance(inner, dict):
        raise Unreadable("서명된 vCon의 payload가 객체가 아닙니다", "the payload of the signed vCon is no object")
    return opened(inner)[0], True


def read(data: dict[str, Any], beside: Path | None = None) -> Parts:
    """`beside`: the folder in which a sound file that the vCon names may lie.

    Raises `Unreadable` when there is neither text nor sound, or the sound file is not the one it names.
    """
    vcon, signed = opened(data)
    document = _document(vcon)
    inside = has_sound(vcon)
    file, note = None, SIGNED if signed else None
    try:
        file = sound_beside(vcon, beside) if beside is not None and not inside else None
    except Unreadable as error:
        if not document["turns"]:
            raise
        note = Sentence(
            f"{error.fault.ko}. 소리 대신 vCon에 든 전사를 사용했습니다.",
            f"Its transcript was used instead of its sound: {error.fault.en}.",
        )
    if not document["turns"] and not inside and file is None:
        raise _nothing(vcon)
    return Parts("vcon", (Part(document, note=note, original=data, sound=inside or file is not None, sound_file=file),))


def evaluations_in(vcon: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The evaluations of ours that it carries, each as `qa score --json` prints it."""
    found = []
    for entry in objects(vcon, "analysis"):
        if entry.get("vendor") == OURS and entry.get("type") == "evaluation":
            body = content_of(entry)
            if isinstance(body, dict):
                found.append(body)
    return tuple(found)


def _document(vcon: dict[str, Any]) -> dict[str, Any]:
    own = _own_transcript(vcon)
    if own is not None:
        return own
    said, written = _from_analysis(vcon), False
    if not said:
        said = _from_text(vcon)
        written = bool(said) and not any(is_recording(dialog) for dialog in objects(vcon, "dialog"))
    roles = roles_of(vcon)
    names = {str(p.get("name", "")).strip(): n for n, p in enumerate(parties_of(vcon)) if p.get("name")}
    labelled = [(label_of(each, names), each) for each in said]
    known = {f"party {number}": role for number, role in roles.items()}
    told = sides([(label, each.text) for label, each in labelled], known=known, citizen=likely_citizen(vcon))
    timed = not written and all(each.start_s is not None and each.end_s is not None for each in said)
    turns = [
        {"speaker": told.speaker(label).value, "text": each.text}
        | ({"start_s": each.start_s, "end_s": each.end_s} if timed else {})
        for label, each in labelled
    ]
    return {
        "id": str(vcon.get("uuid") or "") or None,
        "channel": "chat" if written else "phone",
        "started_at": _began(vcon),
        "topic": str(vcon.get("subject") or "")[:200] or None,
        "agent": agent_login(vcon, roles),
        "attribution": "guessed" if told.guessed else "channel",
        "turns": turns,
        "events": _transfers(vcon),
    }


def _own_transcript(vcon: dict[str, Any]) -> dict[str, Any] | None:
    for entry in objects(vcon, "analysis"):
        if entry.get("vendor") == OURS and entry.get("schema") == TRANSCRIPT_SCHEMA:
            body = content_of(entry)
            if isinstance(body, dict) and body.get("turns"):
                return body
    return None


def _from_analysis(vcon: dict[str, Any]) -> list[Said]:
    """The transcript of each dialog, one after another at the times of their dialogs."""
    dialogs = listed(vcon, "dialog")
    entries = [*objects(vcon, "analysis"), *objects(vcon, "attachments")]
    kind = [f"{e.get('type', '')} {e.get('purpose', '')}".lower() for e in entries]
    named = [e for e, k in zip(entries, kind, strict=True) if ("transcri" in k or "diari" in k) and "summary" not in k]
    # Some write the conversation under another name; a list of who says what is one all the same.
    others = [e for e in objects(vcon, "analysis") if e not in named and isinstance(e.get("body"), list)]
    of_dialog: dict[int, list[Said]] = {}
    for entry in named or others:
        told = entry.get("dialog")
        first = told[0] if isinstance(told, list) and told else told
        number = first if isinstance(first, int) and not isinstance(first, bool) else 0
        dialog = dialogs[number] if 0 <= number < len(dialogs) else {}
        try:
            said = said_in(content_of(entry), number_of(dialog.get("duration")))
        except ValueError:
            continue
        # The first one that tells who speaks; else the first.
        if said and (number not in of_dialog or _labelled(said) > _labelled(of_dialog[number])):
            of_dialog[number] = [_shifted(each, offset_s(dialogs, number)) for each in said]
    return [each for number in sorted(of_dialog, key=lambda n: offset_s(dialogs, n)) for each in of_dialog[number]]


def _labelled(said: list[Said]) -> bool:
    return any(each.label or each.party is not None for each in said)


def _from_text(vcon: dict[str, Any]) -> list[Said]:
    """Messages, in the order of their times. A message with several speakers in it is a transcript of its own."""
    dialogs = [dialog for dialog in objects(vcon, "dialog") if dialog.get("type") == "text"]
    said: list[Said] = []
    for dialog in sorted(dialogs, key=lambda dialog: stamp_of(dialog) or 0.0):
        try:
            content = content_of(dialog)
        except ValueError:
            continue
        if not isinstance(content, str):
            said += said_in(content)
            continue
        text = _message_text(content, str(dialog.get("mediatype") or dialog.get("mimetype") or "text/plain"))
        inner = said_in(text)
        if len({each.label for each in inner}) > 1 and all(role_of(each.label) for each in inner):
            said += inner
        elif text:
            said.append(Said("", " ".join(text.split()), party=sender_of(dialog)))
    return said


def _message_text(body: str, mediatype: str) -> str:
    """Plain text of a message, also of HTML and of the parts of a mail."""
    kind = mediatype.split(";")[0].strip().lower()
    if kind.startswith("multipart/") or kind == "message/rfc822":
        head = "" if kind == "message/rfc822" else f"Content-Type: {' '.join(mediatype.split())}\n\n"
        try:
            part = message_from_string(head + body, policy=policy.default).get_body(("plain", "html"))
            kind, body = (part.get_content_type(), str(part.get_content())) if part is not None else (kind, body)
        except (MessageError, LookupError, ValueError, AttributeError):  # mails are broken in every way
            pass
    text = without_tags(body) if kind == "text/html" else body
    return _QUOTED.split(text.replace("\r\n", "\n"), maxsplit=1)[0].strip()


def _transfers(vcon: dict[str, Any]) -> list[dict[str, Any]]:
    dialogs = listed(vcon, "dialog")
    events = []
    for number, dialog in enumerate(dialogs):
        if dialog.get("type") == "transfer":
            target = dialog.get("transfer_target", dialog.get("transfer-target"))
            target = target[0] if isinstance(target, list) and target else target
            parties = parties_of(vcon)
            known = isinstance(target, int) and 0 <= target < len(parties)
            to = str(parties[cast(int, target)].get("name") or "") if known else ""
            events.append({"kind": "transfer", "start_s": offset_s(dialogs, number), "to": to[:200]})
    return events


def _began(vcon: dict[str, Any]) -> str | None:
    moments = [moment_of(dialog.get("start")) for dialog in objects(vcon, "dialog")]
    known = [moment for moment in moments if moment is not None]
    began = min(known, key=datetime.timestamp) if known else moment_of(vcon.get("created_at"))
    return began.isoformat() if began is not None else None


def _shifted(said: Said, by_s: float) -> Said:
    if said.start_s is None or said.end_s is None or not by_s:
        return said
    return Said(said.label, said.text, said.start_s + by_s, said.end_s + by_s, said.party)


def _nothing(vcon: dict[str, Any]) -> Unreadable:
    dialogs = objects(vcon, "dialog")
    far = [dialog for dialog in dialogs if is_recording(dialog) and dialog.get("url")]
    if far:
        return Unreadable(
            "소리가 외부 주소(url)에만 있고 전사도 없습니다. 외부 주소는 내려받지 않습니다. 소리 파일을 vCon과 같은 "
            "폴더에 같은 이름으로 두고 `qa ingest`로 올리거나, 소리를 담은 vCon을 올려 주세요",
            "its sound is only at an external url, which is never fetched, and it holds no transcript: put the sound "
            "file of that name beside the vCon and use `qa ingest`, or hand in a vCon that carries its sound",
        )
    if dialogs and all(dialog.get("type") == "incomplete" for dialog in dialogs):
        why = str(dialogs[0].get("disposition") or "-")[:40]
        return Unreadable(
            f"연결되지 않은 통화({why})라 평가할 대화가 없습니다",
            f"nobody was reached ({why}): there is no conversation",
        )
    return Unreadable("글도 소리도 들어 있지 않습니다", "there is neither text nor sound in it")
