"""Whatever stands in a file: calls come out of it or a sentence, never anything else, and in bounded time."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.errors import Refused
from qa.formats.read import calls_of
from tests.formats.test_text_files import AIHUB, CSV, WEBVTT, srt
from tests.formats.vcons import DEEPGRAM, PLAIN, WTF, external, inline, older, signed, text, transcript, vcon

ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just(10**400), st.just("\ud800"),
    st.just([]), st.just({}), st.just([[[]]]), st.just({"0": {"x": []}}), st.just("0001-01-01T00:00:00"), st.just(-1),
)  # fmt: skip
WHOLE: list[Any] = [
    older(),
    vcon(dialog=[external(), text(PLAIN, 0, 1)], analysis=[transcript(WTF), transcript(DEEPGRAM)]),
    vcon(dialog=[inline(b"RIFF"), text("--x\n\nhi", 0, 1, mediatype="multipart/mixed; boundary=x")]),
    signed(older()),
    AIHUB,
    {"turns": [{"speaker": "agent", "text": "Hello.", "start_s": 1, "end_s": 2}], "events": [{"kind": "hold"}]},
]
QUICK = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, item in inner for place in places(item, (*at, key)))]


def replaced(value: Any, at: tuple[Any, ...], by: Any) -> Any:
    if not at:
        return by
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[at[0]] = replaced(value[at[0]], at[1:], by)
    return copy


def read_or_refused(raw: bytes, name: str = "x.json") -> None:
    with suppress(Refused):
        assert calls_of(raw, name)


@QUICK
@given(st.data())
def test_any_value_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(WHOLE))
    for _ in range(data.draw(st.integers(1, 3))):
        whole = replaced(whole, data.draw(st.sampled_from(places(whole))), data.draw(ODD))
    read_or_refused(json.dumps(whole).encode())


@QUICK
@given(st.sampled_from([CSV, WEBVTT, srt("상담사: 네", "고객: 예")]), st.integers(0, 400), st.binary(max_size=6))
def test_any_bytes_in_the_middle_of_a_text_file_are_read_or_refused(whole: str, at: int, odd: bytes) -> None:
    raw = whole.encode()
    read_or_refused(raw[:at] + odd + raw[at:], "x.txt")


LONG = 300_000


@pytest.mark.parametrize(
    "raw",
    [
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<" * LONG,
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v " * LONG,
        b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\n\n" * (LONG // 30),
        b"1\n00:00:01,000 --> 00:00:02,000\n" + b"a: " * LONG,
        b"1\n00:00:01,000 --> 00:00:02,000\n" + b"- a\n" * (LONG // 4),
        b"question,answer\n" + b'"' * LONG,
        b"question,answer\n" + b"a,b\n" * 25_000,
        json.dumps(vcon(dialog=[text("On " * LONG, 0, 1)])).encode(),
        json.dumps(vcon(dialog=[text(">\n" * LONG, 0, 1)])).encode(),
        json.dumps(vcon(dialog=[inline(b"\0" * LONG)] * 20)).encode(),
        json.dumps(vcon(dialog=[external()], analysis=[transcript([{"speaker": str(n), "text": "a"} for n in range(20_000)])])).encode(),
        json.dumps(vcon(dialog=[text("a", 0, 1)] * 3000, parties=[{"name": "a"}] * 3000)).encode(),
        b'{"vcon": "0.4.0", "x": ' + b"[" * 900 + b"]" * 900 + b', "dialog": [{"type": "text", "body": "hi"}]}',
    ],
    ids=lambda raw: raw[:24].decode().replace("\n", " "),
)  # fmt: skip
def test_what_is_made_to_be_slow_is_not(raw: bytes) -> None:
    began = time.monotonic()
    read_or_refused(raw, "x.vcon")
    assert time.monotonic() - began < 10
