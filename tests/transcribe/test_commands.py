"""`qa transcribe` and `qa models` as a script sees them: JSON on one side, one sentence and a code on the other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import soundfile

from tests.sounds import silence, telephone, tune, voice


def qa(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "QA_MODELS": str(folder), "QA_THREADS": "1", "QA_TERMINAL_LANGUAGE": "en", **environment}
    return subprocess.run(
        [sys.executable, "-m", "qa", *words], capture_output=True, text=True, env=env, timeout=300, check=False
    )


def test_a_recording_becomes_json_with_the_promised_keys(tmp_path: Path, wordy_model: Path) -> None:
    path = tmp_path / "call.wav"
    sound = np.stack(
        [telephone(np.concatenate([voice(2, 200), silence(2)])), telephone(np.concatenate([silence(1), tune(3)]))]
    )
    soundfile.write(path, sound.T, 16000, subtype="ULAW")
    done = qa(tmp_path, "transcribe", str(path), "--json", "--model", str(wordy_model), "--language", "ko")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert list(found)[:5] == ["language", "duration_s", "turns", "set_aside", "events"]
    assert found["language"] == "ko"
    assert found["duration_s"] == 4.0
    assert found["turns"] == []
    assert {aside["speaker"] for aside in found["set_aside"]} == {"agent"}
    assert [event["kind"] for event in found["events"]] == ["hold_music"]


def test_a_file_that_is_no_sound_is_one_sentence_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "note.wav").write_text("hello")
    done = qa(tmp_path, "transcribe", str(tmp_path / "note.wav"), "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("note.wav: This is not a sound file")
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_sentence_is_korean_for_korean_readers(tmp_path: Path) -> None:
    done = qa(tmp_path, "transcribe", str(tmp_path / "gone.wav"), QA_TERMINAL_LANGUAGE="ko")
    assert done.returncode == 1
    assert done.stderr.startswith("gone.wav: 파일을 읽을 수 없습니다")


def test_missing_weights_are_one_sentence(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "call.wav", voice(2), 16000)
    done = qa(tmp_path, "transcribe", str(tmp_path / "call.wav"), QA_WHISPER_MODEL="turbo")
    assert (done.returncode, done.stdout) == (1, "")
    assert "large-v3-turbo.pt" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_models_are_listed_with_what_is_here_and_in_use(tmp_path: Path, wordy_model: Path) -> None:
    (tmp_path / "small.pt").write_bytes(b"x" * 2_000_000)
    rows = json.loads(qa(tmp_path, "models", "list", "--json", QA_WHISPER_MODEL=str(wordy_model)).stdout)
    here = {row["name"]: row["here"] for row in rows}
    assert here["small"]
    assert not here["large-v3-turbo" if "large-v3-turbo" in here else "turbo"]
    assert [row["name"] for row in rows if row["used"]] == ["wordy"]


def test_a_model_is_checked_by_hash_and_by_loading(tmp_path: Path, wordy_model: Path) -> None:
    done = qa(tmp_path, "models", "check", str(wordy_model), "--json")
    found = json.loads(done.stdout)
    assert found["ok"]
    assert len(found["sha256"]) == 64
    (tmp_path / "small.pt").write_bytes(b"damaged")
    done = qa(tmp_path, "models", "check", "small")
    assert done.returncode == 1
    assert "is damaged" in done.stderr
