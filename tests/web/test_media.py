"""Sound in ranges, peaks, and neither for whoever may not hear the call."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast


def test_a_range_of_the_sound_is_exactly_that_range(sign_in: Any, cast: Cast) -> None:
    client, address = sign_in("suhyun"), f"/calls/{cast.calls['full']}/sound"
    whole = client.get(address)
    assert whole.status_code == 200
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.mimetype == "audio/mpeg"
    assert len(whole.data) > 10_000
    part = client.get(address, headers={"Range": "bytes=1000-1999"})
    assert part.status_code == 206
    assert part.data == whole.data[1000:2000]
    assert part.headers["Content-Range"] == f"bytes 1000-1999/{len(whole.data)}"
    assert client.get(address, headers={"Range": "bytes=-500"}).data == whole.data[-500:]
    assert client.get(address, headers={"Range": f"bytes={len(whole.data)}-"}).status_code == 416


def test_what_a_citizen_said_stays_in_no_shared_cache(sign_in: Any, cast: Cast) -> None:
    client = sign_in("suhyun")
    assert "private" in client.get(f"/calls/{cast.calls['full']}/sound").headers["Cache-Control"]
    assert client.get(f"/calls/{cast.calls['full']}").headers["Cache-Control"] == "no-store"


def test_the_peaks_are_the_two_channels(sign_in: Any, cast: Cast) -> None:
    peaks = sign_in("minji").get(f"/calls/{cast.calls['full']}/peaks").json
    assert peaks["per_s"] == 50
    assert [len(channel) for channel in peaks["channels"]] == [3000, 3000]


def test_a_call_without_a_listening_copy_yet_has_no_sound_and_no_player(sign_in: Any, cast: Cast) -> None:
    client = sign_in("suhyun")
    assert client.get(f"/calls/{cast.calls['running']}/sound").status_code == 404
    assert "<audio" not in client.get(f"/calls/{cast.calls['running']}").text
