"""The committed checkpoint is an ordinary whisper checkpoint and does what the model card says, no more."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import whisper

from training import speak
from training.evaluate import channel
from training.texts import Sentence

DEMO = Path(__file__).parents[2] / "models" / "demo.pt"

try:
    speak.synthesize("네")
except speak.SpeechUnavailableError as error:  # the only honest reason to skip
    pytest.skip(str(error), allow_module_level=True)


@pytest.fixture(scope="module")
def model() -> Any:
    return whisper.load_model(str(DEMO), device="cpu")


def test_it_loads_through_unmodified_whisper(model: Any) -> None:
    assert model.is_multilingual
    dims = model.dims
    assert (dims.n_vocab, dims.n_mels, dims.n_audio_ctx, dims.n_text_ctx) == (51865, 80, 1500, 448)


def test_it_hears_korean_in_a_fresh_recording(model: Any) -> None:
    said = [Sentence("안녕하세요.", "ko"), Sentence("네 감사합니다.", "ko"), Sentence("잠시만 기다려 주세요.", "ko")]
    heard = whisper.transcribe(model, channel(random.Random(1), said, "f4", noisy=False).samples, fp16=False)
    assert heard["language"] == "ko"
    assert any("가" <= char <= "힣" for char in heard["text"])


def test_it_writes_nothing_where_nobody_speaks(model: Any) -> None:
    assert whisper.transcribe(model, np.zeros(16000 * 12, np.float32), fp16=False)["text"].strip() == ""
