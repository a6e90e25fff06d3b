"""Who calls again, without knowing who it is: of a citizen's number only a keyed hash is kept, never the number.

HMAC-SHA256 (RFC 2104) under a key that lies outside the database: numbers are few enough to try them all against a
plain hash, and without the key nobody can.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from qa.settings import Settings
from qa.store.key_file import key_in

FIELD, HASH_FIELD = "citizen_number", "citizen_hash"
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15  # E.164 numbers have at most fifteen
_HEX = re.compile(r"[0-9a-f]{64}")
_MOST_TEXT_BYTES = 20_000_000


@dataclass(frozen=True)
class Citizens:
    """Turns numbers into hashes. The key is read, or made, when the first number comes."""

    key_file: Path
    key: bytes = b""

    def hash_of(self, number: str) -> str | None:
        """The same for every way of writing one number; None for what is no number."""
        digits = normal(number)
        if digits is None:
            return None
        key = self.key or key_in(self.key_file)
        return hmac.new(key, digits.encode(), hashlib.sha256).hexdigest()

    def without_number(self, source: BinaryIO) -> tuple[BinaryIO, bool]:
        """JSON of calls with the hash in place of each number; anything else as it is.

        Whether a number stood there that is none. The file is changed before anything of it is kept, always in the
        same way, so that handing it in again is still known.
        """
        start = source.tell()
        head = source.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
        source.seek(start)
        if not head.startswith((b"{", b"[")):
            return source, False
        raw = source.read(_MOST_TEXT_BYTES + 1)
        source.seek(start)
        data = _parsed(raw) if FIELD.encode() in raw else None
        told = list(_calls_with_number(data))
        if not told:
            return source, False
        hashes = [self._replace(call) for call in told]
        return io.BytesIO(json.dumps(data, ensure_ascii=False).encode()), None in hashes

    def _replace(self, call: dict[str, Any]) -> str | None:
        found = self.hash_of(str(call.pop(FIELD)))
        if found is not None:
            call[HASH_FIELD] = found
        return found


def citizens(settings: Settings) -> Citizens:
    return Citizens(settings.data / "citizen.key", settings.citizen_key.get_secret_value().encode())


def is_hash(value: str | None) -> bool:
    return value is not None and _HEX.fullmatch(value) is not None


def normal(number: str) -> str | None:
    """Digits with the country's code as a leading zero (+82 10-1234-5678 → 01012345678); None where that is no number.

    Numbers that are withheld (anonymous, 발신번호표시제한) have no digits and are none.
    """
    told = re.sub(r"^\s*(?:tel:|sip:)", "", number, flags=re.IGNORECASE).split("@")[0].split(";")[0]
    if re.search(r"[^\d\s()+./-]", told):
        return None
    digits = re.sub(r"\D", "", told)
    if told.strip().startswith("+") or digits.startswith("0082"):
        digits = digits.removeprefix("00")
        digits = "0" + digits[2:].removeprefix("0") if digits.startswith("82") else digits
    return digits if _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS else None


def _calls_with_number(data: Any, depth: int = 3) -> Iterator[dict[str, Any]]:
    """Calls that tell a number: the value itself, those of a list, or those in a list under a name."""
    if isinstance(data, dict):
        if data.get(FIELD) not in (None, ""):
            yield data
        inside: list[Any] = [value for value in data.values() if isinstance(value, list)]
    else:
        inside = data if isinstance(data, list) else []
    if depth:
        for value in inside:
            yield from _calls_with_number(value, depth - 1)


def _parsed(raw: bytes) -> Any:
    if len(raw) > _MOST_TEXT_BYTES:
        return None
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None  # whoever reads the file says what is wrong with it
