"""Weights that are missing, damaged or no weights are named with the way out; nothing is ever downloaded here."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest
import torch
import whisper

from qa.errors import Problem
from qa.transcribe.engine import load_engine
from qa.transcribe.weights import fetch, find, hashed, located, published
from qa.transcribe.windows import LONGEST_S


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError("Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_every_name_of_whisper_is_known_with_its_hash() -> None:
    names = {name for one in published() for name in (one.name, *one.aliases)}
    assert names == set(whisper.available_models())
    assert all(len(one.sha256) == 64 and one.url.endswith(".pt") for one in published())
    turbo = find("turbo")
    assert turbo is not None
    assert turbo.place(Path("/models")) == Path("/models/large-v3-turbo.pt")


def test_missing_weights_say_which_file_to_put_where_and_that_trying_again_helps(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        load_engine("turbo", models=tmp_path, threads=1)
    assert caught.value.again
    for sentence in (caught.value.sentence.ko, caught.value.sentence.en):
        assert "large-v3-turbo.pt" in sentence
        assert "https://" in sentence
        assert str(tmp_path) in sentence
    assert list(tmp_path.iterdir()) == []


def test_damaged_weights_are_not_loaded_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "tiny.pt").write_bytes(b"half a download")
    with pytest.raises(Problem, match="is damaged") as caught:
        load_engine("tiny", models=tmp_path, threads=1)
    assert caught.value.again
    assert (tmp_path / "tiny.pt").read_bytes() == b"half a download"


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no Whisper model") as caught:
        load_engine(str(tmp_path / "demo.pt"), models=tmp_path, threads=1)
    assert caught.value.again


@pytest.mark.parametrize("kind", ["text", "another model", "other layers"])
def test_a_file_that_is_no_whisper_checkpoint_is_named(tmp_path: Path, kind: str, wordy_model: Path) -> None:
    path = tmp_path / "own.pt"
    if kind == "text":
        path.write_text("no model")
    elif kind == "another model":
        torch.save({"weight": torch.zeros(3)}, path)
    else:
        saved = torch.load(wordy_model, weights_only=True)
        saved["dims"]["n_audio_layer"] = 3
        torch.save(saved, path)
    with pytest.raises(Problem, match="cannot be read as a Whisper checkpoint"):
        load_engine(str(path), models=tmp_path, threads=1)


def test_a_checkpoint_that_would_run_code_is_refused(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (Path.touch, (tmp_path / "sprung",))  # type: ignore[return-value]

    torch.save({"dims": Trap(), "model_state_dict": {}}, tmp_path / "trap.pt")
    with pytest.raises(Problem):
        load_engine(str(tmp_path / "trap.pt"), models=tmp_path, threads=1)
    assert not (tmp_path / "sprung").exists()


def test_fetching_without_a_network_is_one_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="could not be downloaded") as caught:
        fetch("tiny", tmp_path / "models")
    assert caught.value.again
    assert list((tmp_path / "models").iterdir()) == []
    with pytest.raises(Problem, match="no published model"):
        fetch("enormous", tmp_path)


def test_a_checkpoint_of_ones_own_is_located_with_its_hash(wordy_model: Path, tmp_path: Path) -> None:
    assert located(str(wordy_model), tmp_path) == (wordy_model, hashed(wordy_model))


def test_a_checkpoint_may_say_beside_it_how_much_speech_it_reads_at_once(wordy_model: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.pt"
    shutil.copy(wordy_model, mine)
    assert load_engine(str(mine), models=tmp_path, threads=1).window_s == LONGEST_S
    mine.with_suffix(".json").write_text('{"window_s": 12}')
    engine = load_engine(str(mine), models=tmp_path, threads=1)
    assert engine.window_s == 12.0
    assert engine.name.endswith("12 s a window")  # it stands in every transcript


@pytest.mark.parametrize("text", ["", "12", "{}", '{"window_s": "long"}', '{"window_s": 2}', '{"window_s": 60}'])
def test_what_stands_beside_a_checkpoint_must_make_sense(wordy_model: Path, tmp_path: Path, text: str) -> None:
    mine = tmp_path / "mine.pt"
    shutil.copy(wordy_model, mine)
    mine.with_suffix(".json").write_text(text)
    with pytest.raises(Problem, match="window_s"):
        load_engine(str(mine), models=tmp_path, threads=1)
