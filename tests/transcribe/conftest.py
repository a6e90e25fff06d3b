"""A Whisper that writes: random weights whose next word depends on the position, so that it never stops at once."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def wordy_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint in openai-whisper's format. What it writes is nonsense, a new word at every position."""
    import torch
    from whisper.model import ModelDimensions, Whisper

    dims = ModelDimensions(
        n_mels=80, n_audio_ctx=1500, n_audio_state=32, n_audio_head=2, n_audio_layer=1,
        n_vocab=51865, n_text_ctx=448, n_text_state=32, n_text_head=2, n_text_layer=1,
    )  # fmt: skip
    torch.manual_seed(3)
    model = Whisper(dims)
    with torch.no_grad():
        model.decoder.positional_embedding.normal_(0, 20)
    path = tmp_path_factory.mktemp("model") / "wordy.pt"
    torch.save({"dims": vars(dims), "model_state_dict": model.state_dict()}, path)
    return path
