"""The committed checkpoint is an ordinary whisper checkpoint and does what the model card says, no more."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import whisper

from training import speak
from training.evaluate import Measure, quiet_recordings, template_channels

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


def measured(model: Any, language: Any, *, seed: int, calls: int) -> dict[str, Any]:
    """Fresh calls from the templates: slot values that training never drew, voices it never heard, a telephone line."""
    measure = Measure()
    for one in template_channels(random.Random(seed), calls, 6, language):
        measure.add(model, one, verbose=False)
    return measure.report()


def test_it_hears_new_korean_calls_and_their_names_and_numbers(model: Any) -> None:
    report = measured(model, "ko", seed=20261122, calls=3)
    assert report["language_right"] == 1.0
    assert report["cer"] <= 0.05
    assert report["slot_accuracy"] >= 0.75  # measured 0.82 here, 0.90 of 115 in the model card; the aim is 0.98


def test_it_hears_a_new_english_call(model: Any) -> None:
    report = measured(model, "en", seed=20261122, calls=2)
    assert report["language_right"] == 1.0
    assert report["cer"] <= 0.05


def test_it_writes_nothing_where_nobody_speaks(model: Any) -> None:
    for name, sound in quiet_recordings(random.Random(20261122), 12.0).items():
        assert whisper.transcribe(model, sound, fp16=False)["text"].strip() == "", name
