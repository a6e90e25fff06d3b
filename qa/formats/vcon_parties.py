"""Who takes part in a vCon and when its dialogs began."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from qa.call import Speaker
from qa.formats.speakers import role_of
from qa.formats.vcon_transcript import Said

_YEARS = (1971, 2999)  # beyond them a moment has no time stamp on every machine


def objects(vcon: dict[str, Any], key: str) -> list[dict[str, Any]]:
    held = vcon.get(key)
    return [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []


def listed(vcon: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """As `objects`, but keeping places, for indices point into it."""
    held = vcon.get(key)
    return [each if isinstance(each, dict) else {} for each in held] if isinstance(held, list) else []


def parties_of(vcon: dict[str, Any]) -> list[dict[str, Any]]:
    return listed(vcon, "parties")


def meta_of(thing: dict[str, Any]) -> dict[str, Any]:
    meta = thing.get("meta")
    return meta if isinstance(meta, dict) else {}


def roles_of(vcon: dict[str, Any]) -> dict[int, Speaker]:
    found = {}
    for number, party in enumerate(parties_of(vcon)):
        for told in (party.get("role"), meta_of(party).get("role"), party.get("name")):
            role = role_of(told) if isinstance(told, str) else None
            if role is not None:
                found[number] = role
                break
    return found


def label_of(said: Said, names: dict[str, int]) -> str:
    if said.party is not None:
        return f"party {said.party}"
    return f"party {names[said.label]}" if said.label in names else said.label


def sender_of(dialog: dict[str, Any]) -> int | None:
    told = dialog.get("originator")
    if told is None:
        told = dialog.get("parties")
        while isinstance(told, list):
            told = told[0] if told else None
    return told if isinstance(told, int) and not isinstance(told, bool) else None


def likely_citizen(vcon: dict[str, Any]) -> str:
    """Who most likely is the citizen: who began the conversation, unless it is said to go outwards."""
    spoken = [d for d in objects(vcon, "dialog") if d.get("type") != "transfer"]
    spoken.sort(key=lambda dialog: stamp_of(dialog) or 0.0)
    began = sender_of(spoken[0]) if spoken else None
    if began is None:
        return ""
    direction = str(meta_of(spoken[0]).get("direction") or spoken[0].get("direction") or "").lower()
    others = [number for number in range(len(parties_of(vcon))) if number != began]
    if direction.startswith("out"):
        return f"party {others[0]}" if len(others) == 1 else ""
    return f"party {began}"


def agent_login(vcon: dict[str, Any], roles: dict[int, Speaker]) -> str | None:
    for number, party in enumerate(parties_of(vcon)):
        login = meta_of(party).get("login")
        if roles.get(number) is Speaker.AGENT and isinstance(login, str) and login:
            return login[:60]
    return None


def stamp_of(dialog: dict[str, Any]) -> float | None:
    moment = moment_of(dialog.get("start"))
    return moment.timestamp() if moment is not None else None


def moment_of(told: Any) -> datetime | None:
    """RFC 3339, or as mails write it (RFC 2822), which the first drafts allowed."""
    if not isinstance(told, str):
        return None
    for reader in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = reader(told[:60])
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if _YEARS[0] <= moment.year <= _YEARS[1] else None
    return None


def offset_s(dialogs: list[dict[str, Any]], number: int) -> float:
    stamps = [stamp for dialog in dialogs if (stamp := stamp_of(dialog)) is not None]
    own = stamp_of(dialogs[number]) if 0 <= number < len(dialogs) else None
    return round(own - min(stamps), 3) if own is not None else 0.0
