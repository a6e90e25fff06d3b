"""Contents as a vCon carries them: base64url (padded or not, either alphabet), JSON or as they are; their hashes."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
from typing import Any

ALGORITHMS = ("sha256", "sha384", "sha512")


def from_base64(text: str) -> bytes:
    """Raises ValueError when it is none."""
    plain = "".join(text.split()).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error


def to_base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def number_of(value: Any) -> float | None:
    """A JSON number that is finite and no bigger than a float; None for everything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def content_of(part: dict[str, Any]) -> Any:
    """The `body` of a part of a vCon: a JSON value where it is one, else text. Raises ValueError when it is broken."""
    body, encoding = part.get("body"), str(part.get("encoding") or "none").lower()
    if not isinstance(body, str):
        return body
    if encoding in ("base64url", "base64"):
        body = from_base64(body).decode("utf-8")
    # Drafts and products disagree whether JSON is a value or a string of it, and whether `encoding` says so.
    if encoding == "json" or body.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            return body
    return body


def hashes_of(part: dict[str, Any]) -> dict[str, bytes]:
    """Digests by algorithm: `content_hash` ("sha512-…", or several), or `alg` and `signature` of older drafts.

    Those of algorithms we do not know are left out.
    """
    told = part.get("content_hash")
    pairs = [str(each).partition("-")[::2] for each in (told if isinstance(told, list) else [told] if told else [])]
    if part.get("alg") and part.get("signature"):
        pairs.append((str(part["alg"]), str(part["signature"])))
    found = {}
    for algorithm, digest in pairs:
        name = algorithm.lower().replace("-", "").replace("_", "")
        if name in ALGORITHMS:
            try:
                found[name] = from_base64(digest)
            except ValueError:
                found[name] = b""  # told, but broken: nothing will match it
    return found


def matches(raw: bytes, hashes: dict[str, bytes]) -> bool:
    return all(hashlib.new(name, raw).digest() == digest for name, digest in hashes.items())
