"""The sound of a vCon: carried inside, or in a file of its name beside it. An external url is never fetched."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import unquote, urlsplit

from qa.formats.encoded import from_base64, hashes_of, matches, number_of
from qa.formats.part import Unreadable


def is_recording(dialog: dict[str, Any]) -> bool:
    kind = str(dialog.get("mediatype") or dialog.get("mimetype") or "").lower()
    return dialog.get("type") in ("recording", "audio", "video") or kind.startswith(("audio/", "video/"))


def has_sound(vcon: dict[str, Any]) -> bool:
    return bool(_inside(vcon))


def sound_inside(vcon: dict[str, Any]) -> bytes | None:
    """The bytes of the longest recording it carries, the first of equals; None when it carries none.

    Raises `Unreadable` when they are broken.
    """
    carried = _inside(vcon)
    if not carried:
        return None
    longest = max(carried, key=_duration_s)
    try:
        return from_base64(longest["body"])
    except ValueError as error:
        raise Unreadable(
            "안에 든 소리(body)를 base64url로 읽을 수 없습니다", "its sound (body) is no base64url"
        ) from error


def sound_beside(vcon: dict[str, Any], folder: Path) -> Path | None:
    """The file beside the vCon that holds the sound of its longest recording with one; None when there is none.

    Raises `Unreadable` when the file is not the one that the vCon's hash tells of.
    """
    for dialog in sorted(_recordings(vcon), key=_duration_s, reverse=True):
        for name in _names(dialog):
            path = folder / name
            if not path.is_file():
                continue
            hashes = hashes_of(dialog)
            if hashes and not matches(path.read_bytes(), hashes):
                raise Unreadable(
                    f"옆에 있는 소리 파일 {name}이(가) vCon에 적힌 해시와 다릅니다. 원본 파일로 바꿔 다시 올려 주세요",
                    f"the sound file {name} beside it is not the one whose hash the vCon tells: put the original there",
                )
            return path
    return None


def _recordings(vcon: dict[str, Any]) -> list[dict[str, Any]]:
    held = vcon.get("dialog")
    dialogs = held if isinstance(held, list) else []
    return [dialog for dialog in dialogs if isinstance(dialog, dict) and is_recording(dialog)]


def _inside(vcon: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        dialog
        for dialog in _recordings(vcon)
        if isinstance(dialog.get("body"), str)
        and dialog["body"]
        and str(dialog.get("encoding") or "base64url").lower() in ("base64url", "base64")
    ]


def _names(dialog: dict[str, Any]) -> list[str]:
    """File names only, whatever folders the vCon writes before them."""
    try:
        path = unquote(urlsplit(str(dialog.get("url") or "")).path)
    except ValueError:
        path = ""
    told = [dialog.get("filename"), path]
    names = [PureWindowsPath(PurePosixPath(name).name).name for name in told if isinstance(name, str)]
    return [
        name
        for name in dict.fromkeys(names)
        if name not in ("", "..") and len(name.encode()) < 250 and "\0" not in name
    ]


def _duration_s(dialog: dict[str, Any]) -> float:
    return number_of(dialog.get("duration")) or 0.0
