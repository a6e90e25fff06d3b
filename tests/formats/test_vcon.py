"""vCons of every shape become calls; nothing outside is fetched, and what cannot be read says why."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qa.call import Speaker
from qa.errors import Refused
from qa.formats.read import calls_of
from qa.formats.transcript import CallRead
from qa.formats.vcon_sound import sound_inside
from tests.formats.vcons import (
    ASSEMBLY,
    DEEPGRAM,
    ENCRYPTED,
    PARAGRAPHS,
    PLAIN,
    SPOKEN,
    WTF,
    external,
    inline,
    older,
    recording,
    signed,
    text,
    transcript,
    vcon,
)  # fmt: skip

A, C, U = Speaker.AGENT, Speaker.CITIZEN, Speaker.UNKNOWN


def read(data: Any, beside: Path | None = None) -> CallRead:
    (call,) = calls_of(json.dumps(data).encode(), "a.vcon", beside=beside).calls
    return call


def refusal(data: Any, beside: Path | None = None) -> str:
    with pytest.raises(Refused) as caught:
        calls_of(json.dumps(data).encode(), "a.vcon", beside=beside)
    assert "a.vcon" in caught.value.sentence.ko
    return caught.value.sentence.en


def said(call: CallRead) -> list[tuple[Speaker, str]]:
    return [(turn.speaker, turn.text) for turn in call.transcript.turns]


WHO_SAYS_WHAT = [(A if speaker == "Agent" else C, text) for speaker, text in SPOKEN]


def test_a_vcon_of_the_first_syntax_is_read_with_its_roles_and_times() -> None:
    call = read(older())
    assert said(call) == WHO_SAYS_WHAT
    assert call.called_at == datetime(2024, 12, 18, 14, 8, 44, 685843)
    assert (call.id, call.transcript.medium, call.transcript.attribution) == (older()["uuid"], "phone", "channel")
    assert call.measures is None
    assert not call.sound


@pytest.mark.parametrize("body", [DEEPGRAM, PARAGRAPHS, WTF, ASSEMBLY], ids=["words", "paragraphs", "wtf", "ms"])
@pytest.mark.parametrize("written", [lambda body: body, json.dumps], ids=["value", "string"])
def test_transcripts_of_every_product_give_the_same_turns_with_times(body: Any, written: Any) -> None:
    call = read(vcon(dialog=[external()], analysis=[transcript(written(body))]))
    assert said(call) == WHO_SAYS_WHAT
    assert call.measures is not None
    assert 15 < call.transcript.duration_s < 40
    guessed = body is not WTF
    assert call.transcript.attribution == ("guessed" if guessed else "channel")


def test_plain_text_and_webvtt_in_an_analysis_are_read_too() -> None:
    plain = read(vcon(dialog=[external()], analysis=[transcript(PLAIN, encoding="none")]))
    assert said(plain) == WHO_SAYS_WHAT
    cues = "WEBVTT\n\n" + "\n\n".join(
        f"00:0{n}.000 --> 00:0{n}.500\n<v {s}>{t}" for n, (s, t) in enumerate(SPOKEN, start=1)
    )
    assert said(read(vcon(dialog=[external()], analysis=[transcript(cues, encoding="none")]))) == WHO_SAYS_WHAT
    nobody = read(vcon(dialog=[external()], analysis=[transcript("Hello. Goodbye.", encoding="none")]))
    assert said(nobody) == [(U, "Hello. Goodbye.")]


def test_speakers_called_by_the_names_of_parties_have_their_roles() -> None:
    parties = [{"name": "Alice", "role": "customer"}, {"name": "Bob", "role": "상담사", "meta": {"login": "bob"}}]
    body = [{"speaker": "Bob", "text": "Hello."}, {"speaker": "Alice", "text": "Hi."}]
    call = read(vcon(parties=parties, dialog=[external()], analysis=[transcript(body)]))
    assert said(call) == [(A, "Hello."), (C, "Hi.")]
    assert call.agent == "bob"


def test_whoever_began_an_inbound_call_is_the_citizen_where_the_words_do_not_tell() -> None:
    body = [{"party": 1, "text": "Hello."}, {"party": 0, "text": "Hi."}]
    call = read(vcon(dialog=[external()], analysis=[transcript(body)]))
    assert (said(call), call.transcript.attribution) == ([(A, "Hello."), (C, "Hi.")], "guessed")
    outwards = read(vcon(dialog=[external(meta={"direction": "out"})], analysis=[transcript(body)]))
    assert said(outwards) == [(C, "Hello."), (A, "Hi.")]
    told = read(vcon(dialog=[external(originator=1)], analysis=[transcript(body)]))
    assert said(told) == [(C, "Hello."), (A, "Hi.")]


def test_of_several_transcripts_the_one_that_tells_who_speaks_is_taken() -> None:
    paragraphs = "\n\n".join(t for _, t in SPOKEN)
    bare = transcript({"transcript": paragraphs, "confidence": 0.99, "detected_language": "en"}, encoding="none")
    diarized = {**transcript(PLAIN.replace("Agent", "Dispatcher"), encoding="none"), "type": "diarized"}
    assert said(read(vcon(dialog=[external()], analysis=[bare, diarized]))) == WHO_SAYS_WHAT
    same = {**bare, "type": "diarized"}
    assert said(read(vcon(dialog=[external()], analysis=[bare, same]))) == [(U, t) for _, t in SPOKEN]


def test_a_name_that_begins_with_a_role_names_the_side_of_both() -> None:
    parties = [{"name": "Agent Lisa Park", "mailto": "lisa@example.com"}, {"name": "David Chen"}]
    body = "Agent Lisa Park: Hi David.\n\nDavid Chen: Hi Lisa! Note: it works.\n\nAgent Lisa Park: Bye.\n\nDavid Chen: Bye."
    call = read(vcon(parties=parties, dialog=[external()], analysis=[transcript(body, encoding="none")]))
    assert said(call) == [(A, "Hi David."), (C, "Hi Lisa! Note: it works."), (A, "Bye."), (C, "Bye.")]
    assert call.transcript.attribution == "channel"


def test_times_as_mails_write_them_are_read() -> None:
    data = vcon(dialog=[external(start="Wed, 18 May 2022 23:05:05 -0000")], analysis=[transcript(WTF)])
    called_at = read(data).called_at
    assert called_at is not None
    assert called_at.replace(tzinfo=UTC) == datetime(2022, 5, 18, 23, 5, 5, tzinfo=UTC)


def test_what_a_mail_repeats_of_the_other_side_is_not_said_again() -> None:
    folded = 'multipart/alternative; \n\tboundary="x"'
    body = "--x\r\nContent-Type: text/plain\r\n\r\n Got it.\r\n\r\n   On Friday, September 23, 2022, Bob <b@example.com> wrote:  \r\n \r\n Please look.\r\n--x--\r\n"
    call = read(vcon(dialog=[text("Please look.", 0, 1), text(body, 1, 2, mediatype=folded)]))
    assert [t for _, t in said(call)] == ["Please look.", "Got it."]


def test_messages_become_a_chat_in_the_order_of_their_times() -> None:
    dialogs = [
        text("<p>It leaves at <b>eleven</b>.</p>", 1, 34, mediatype="text/html"),
        text("When does the bus leave?\nRegards, Alice", 0, 24),
        text("--x\r\nContent-Type: text/plain\r\n\r\nThanks!\r\n--x--\r\n", 0, 38, mediatype='multipart/alternative; boundary="x"'),
    ]  # fmt: skip
    call = read(vcon(dialog=dialogs))
    assert said(call) == [(C, "When does the bus leave? Regards, Alice"), (A, "It leaves at eleven."), (C, "Thanks!")]
    assert (call.transcript.medium, call.topic, call.measures) == ("chat", "Last bus", None)
    assert call.called_at == datetime(2026, 9, 23, 23, 24, tzinfo=UTC)


def test_a_message_that_holds_a_whole_conversation_is_taken_apart() -> None:
    call = read(vcon(dialog=[text(PLAIN, 0, 1, originator=1)]))
    assert said(call) == WHO_SAYS_WHAT


def test_legs_of_a_transferred_call_stand_at_their_own_times() -> None:
    legs = [
        external(),
        {"type": "transfer", "start": "2026-06-21T17:53:50+00:00", "transferee": 0, "transferor": 1, "transfer_target": 2, "original": 0, "target_dialog": 2},
        external(start="2026-06-21T17:54:26+00:00", parties=[0, 2]),
    ]  # fmt: skip
    parties = [{"role": "customer"}, {"role": "agent"}, {"role": "agent", "name": "수도과"}]
    one = [{"speaker": "Agent", "text": "I will connect you.", "start": 1.0, "end": 3.0}]
    two = [{"speaker": "Agent", "text": "Water office.", "start": 1.0, "end": 2.0}]
    call = read(vcon(parties=parties, dialog=legs, analysis=[transcript(two, dialog=2), transcript(one)]))
    assert [(t.text, t.start_s) for t in call.transcript.turns] == [
        ("I will connect you.", 1.0),
        ("Water office.", 61.0),
    ]
    assert [(e.kind, e.start_s, e.to) for e in call.transcript.events] == [("transfer", 24.0, "수도과")]
    assert call.measures is not None
    assert call.measures.transfers == 1


def test_the_longest_recording_inside_is_the_sound_of_the_call() -> None:
    data = vcon(
        dialog=[inline(b"RIFF short", duration=3), inline(b"RIFF long", duration=9), inline(b"RIFF 9", duration=9)]
    )
    assert read(data).sound
    assert sound_inside(data) == b"RIFF long"
    padded = vcon(dialog=[recording(body="UklGRv/+\n/w==", encoding="base64")])
    assert sound_inside(padded) == b"RIFF\xff\xfe\xff"


def test_a_sound_file_beside_a_vcon_is_taken_once_its_hash_is_right(tmp_path: Path) -> None:
    data = vcon(dialog=[external(b"RIFF sound")])
    assert "never fetched" in refusal(data)
    assert "never fetched" in refusal(data, tmp_path)
    (tmp_path / "ab_call.wav").write_bytes(b"RIFF sound")
    assert read(data, tmp_path).sound_file == tmp_path / "ab_call.wav"
    (tmp_path / "ab_call.wav").write_bytes(b"RIFF other")
    assert "not the one whose hash the vCon tells" in refusal(data, tmp_path)
    told = read({**data, "analysis": [transcript(WTF)]}, tmp_path)
    assert (said(told), told.sound_file) == (WHO_SAYS_WHAT, None)
    assert told.note is not None
    assert "instead of its sound" in told.note.en
    outside = vcon(dialog=[external(b"RIFF sound", filename="../ab_call.wav", url="https://[broken")])
    inner = tmp_path / "inner"
    inner.mkdir()
    assert "never fetched" in refusal(outside, inner)


def test_a_signed_vcon_is_read_with_a_note_that_nobody_verified_it() -> None:
    call = read(signed(older()))
    assert said(call) == WHO_SAYS_WHAT
    assert call.note is not None
    assert "not verified" in call.note.en


@pytest.mark.parametrize(
    ("data", "needle"),
    [
        (ENCRYPTED, "encrypted vCon (JWE)"),
        (signed(older()) | {"payload": "%%%"}, "payload of the signed vCon cannot be read"),
        (vcon(), "neither text nor sound"),
        (
            vcon(dialog=[{"type": "incomplete", "start": "2026-06-21T17:53:26Z", "disposition": "no-answer"}]),
            "no-answer",
        ),
        (vcon(dialog=[text("", 0, 1)]), "neither text nor sound"),
    ],
)
def test_a_vcon_without_a_conversation_is_refused_and_says_why(data: Any, needle: str) -> None:
    assert needle in refusal(data)


@pytest.mark.parametrize(
    "broken",
    [
        {"parties": None},
        {"parties": ["x", 5, None]},
        {"dialog": None, "analysis": [transcript(WTF)]},
        {"dialog": [5, {"type": "recording", "start": 7, "duration": "x", "parties": [[], [9]]}]},
        {"analysis": [transcript(WTF, dialog=99)]},
        {"analysis": [transcript(WTF, dialog=[0, "x"]), 7, transcript("%%", encoding="base64url")]},
        {"created_at": 5, "subject": ["x"], "uuid": None},
        {"analysis": [transcript([{"speaker": None, "text": None}, {"text": "Hi", "start": "NaN", "end": -1}, *WTF["segments"]])]},
    ],
)  # fmt: skip
def test_malformed_parts_do_not_keep_the_rest_from_being_read(broken: dict[str, Any]) -> None:
    call = read(older(**broken) if "analysis" in broken else {**older(), **broken})
    assert len(call.transcript.turns) >= 4


def test_a_list_of_vcons_is_several_calls_and_a_bad_one_stops_no_other() -> None:
    found = calls_of(json.dumps([older(), ENCRYPTED, vcon(dialog=[text("Hi", 0, 1)])]).encode(), "all.json")
    assert (found.format, len(found.calls)) == ("vcon", 2)
    assert found.calls[0].document == older()
    assert [refused.call.en for refused in found.refused] == ["number 2"]
