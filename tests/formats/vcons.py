"""vCons in the shapes that drafts, examples and products write; the words are ours."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from typing import Any

import numpy as np
import soundfile

SPOKEN = [
    ("Agent", "Thank you for calling. How may I help you?"),
    ("Customer", "Hi, I'd like to know what time the last bus leaves."),
    ("Agent", "One moment, I will check. It leaves at eleven thirty. Anything else?"),
    ("Customer", "No, thank you."),
]


def b64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def sound(length_s: float = 2.0, seed: int = 0) -> bytes:
    noise = np.random.default_rng(seed).normal(0, 0.1, (int(length_s * 8000), 2)).astype(np.float32)
    out = io.BytesIO()
    soundfile.write(out, noise, 8000, format="WAV", subtype="PCM_16")
    return out.getvalue()


def vcon(**more: Any) -> dict[str, Any]:
    """As the examples of draft-ietf-vcon-vcon-core-04 begin."""
    return {
        "uuid": "01a07e00-0ecc-81db-b9a2-000000000001",
        "created_at": "2026-09-07T22:32:08.133+00:00",
        "subject": "Last bus",
        "parties": [{"tel": "+12345678901", "name": "Alice"}, {"tel": "+19876543210", "name": "Bob"}],
        "dialog": [],
        "analysis": [],
        "attachments": [],
        **more,
    }


def recording(**more: Any) -> dict[str, Any]:
    return {
        "type": "recording",
        "start": "2026-06-21T17:53:26.000+00:00",
        "duration": 33.12,
        "parties": [0, 1],
        "mediatype": "audio/x-wav",
        "filename": "ab_call.wav",
        **more,
    }


def external(raw: bytes = b"", **more: Any) -> dict[str, Any]:
    digest = f"sha512-{b64url(hashlib.sha512(raw).digest())}"
    return recording(**{"url": "https://example.com/raw/ab_call.wav", "content_hash": digest, **more})


def inline(raw: bytes, **more: Any) -> dict[str, Any]:
    return recording(body=b64url(raw), encoding="base64url", **more)


def transcript(body: Any, **more: Any) -> dict[str, Any]:
    return {"type": "transcript", "dialog": 0, "vendor": "someone", "body": body, "encoding": "json", **more}


def text(body: str, sender: int, minute: int, **more: Any) -> dict[str, Any]:
    return {
        "type": "text",
        "start": f"2026-09-23T23:{minute:02d}:00+00:00",
        "parties": [sender, 1 - sender],
        "mediatype": "text/plain",
        "encoding": "none",
        "body": body,
        **more,
    }


def older(**more: Any) -> dict[str, Any]:
    """As servers of syntax 0.0.1 wrote them: roles in `meta`, `mimetype`, `alg` and `signature`."""
    return {
        "uuid": "0193db2c-2bf7-88a3-9dd8-000000000002",
        "vcon": "0.0.1",
        "created_at": "2024-12-18T19:08:45.431621+00:00",
        "redacted": {},
        "group": [],
        "parties": [
            {"tel": "+14286315464", "mailto": "walter@example.com", "name": "Walter", "meta": {"role": "agent"}},
            {"tel": "+16326928505", "mailto": "tiffany@example.com", "name": "Tiffany", "meta": {"role": "customer"}},
        ],
        "dialog": [
            {
                "type": "recording", "start": "2024-12-18T14:08:44.685843", "duration": 50.784, "parties": [1, 0],
                "mimetype": "audio/mp3", "filename": "call.mp3", "encoding": "base64url",
                "url": "https://example.com/2024/12/18/call.mp3", "alg": "SHA-512", "signature": "i-QSX",
                "meta": {"direction": "in", "disposition": "ANSWERED"},
            }
        ],
        "attachments": [{"type": "generation_info", "body": {"prompt": "x"}, "encoding": "none"}],
        "analysis": [
            transcript([{"speaker": s, "message": t} for s, t in SPOKEN], vendor="openai", encoding="none"),
            {"type": "summary", "dialog": 0, "vendor": "openai", "encoding": "none", "body": {"text": "A summary."}},
        ],
        **more,
    }  # fmt: skip


WORDS = [
    {"word": word.lower().strip(".,?"), "punctuated_word": word, "start": 1.0 + n / 2, "end": 1.4 + n / 2, "speaker": speaker}
    for n, (speaker, word) in enumerate(
        (number % 2, word) for number, (_, line) in enumerate(SPOKEN) for word in line.split()
    )
]  # fmt: skip
DEEPGRAM = {
    "metadata": {"request_id": "1", "duration": 33.1, "channels": 1},
    "results": {"channels": [{"alternatives": [{"transcript": " ".join(t for _, t in SPOKEN), "confidence": 0.99, "words": WORDS}]}]},
}  # fmt: skip
PARAGRAPHS = {
    "transcript": " ".join(t for _, t in SPOKEN),
    "confidence": 0.98,
    "words": [{key: word[key] for key in ("word", "start", "end")} for word in WORDS],
    "paragraphs": {
        "transcript": "…",
        "paragraphs": [
            {"sentences": [{"text": t, "start": 5.0 * n, "end": 5.0 * n + 4}], "speaker": n % 2, "start": 5.0 * n, "end": 5.0 * n + 4}
            for n, (_, t) in enumerate(SPOKEN)
        ],
    },
}  # fmt: skip
WTF = {
    "transcript": {"text": " ".join(t for _, t in SPOKEN), "language": "en-US", "duration": 30.0, "confidence": 0.95},
    "segments": [
        {"id": n, "start": 5.0 * n, "end": 5.0 * n + 4, "text": t, "confidence": 0.95, "speaker": n % 2}
        for n, (_, t) in enumerate(SPOKEN)
    ],
    "metadata": {"provider": "someone", "model": "m"},
    "speakers": {"0": {"id": 0, "label": "Agent"}, "1": {"id": 1, "label": "Customer"}},
}
ASSEMBLY = {
    "utterances": [
        {"speaker": "AB"[n % 2], "text": t, "start": 5000 * n, "end": 5000 * n + 4000}
        for n, (_, t) in enumerate(SPOKEN)
    ],
    "text": " ".join(t for _, t in SPOKEN),
}
PLAIN = "\n".join(f"{s}: {t}" for s, t in SPOKEN)


def signed(payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "payload": b64url(json.dumps(payload).encode()),
        "signatures": [{"header": {"alg": "RS256"}, "protected": "e30", "signature": "AAAA"}],
    }


ENCRYPTED = {"protected": "e30", "recipients": [{"encrypted_key": "AA"}], "iv": "AA", "ciphertext": "AA", "tag": "AA"}
