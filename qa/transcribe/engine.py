"""openai-whisper as the recogniser: weights through its own `load_model`, text through its own `decode`, word times by
its own cross-attention alignment. What is ours is the order: each window is encoded once, and many at a time.

`whisper.transcribe` reads window after window and encodes each twice (text, then word times). A window's features do
not change between the two, and greedy decoding takes a batch, so doing both from one encoding gives the same text at
about half the cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
import whisper
from numpy.typing import NDArray
from whisper.audio import N_FRAMES, log_mel_spectrogram
from whisper.timing import backtrace, dtw_cpu, find_alignment, merge_punctuations
from whisper.tokenizer import get_tokenizer

from qa.call import Word
from qa.errors import Problem
from qa.transcribe.weights import find, located, window_beside
from qa.transcribe.windows import LONGEST_S

PREPENDED, APPENDED = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"  # as in whisper.transcribe
TOKENS_PER_S = 12  # nobody speaks faster; a reading that does is a loop, and need not run to Whisper's limit

Samples = NDArray[np.float32]
Features = torch.Tensor


@dataclass(frozen=True)
class Reading:
    """What the recogniser wrote for one window. Word times are seconds from the window's start.

    `no_speech` in [0, 1]; `avg_logprob` is the mean log probability per token; `compression` the gzip ratio of `text`.
    """

    text: str
    words: tuple[Word, ...]
    no_speech: float
    avg_logprob: float
    compression: float
    temperature: float


class Engine:
    """A loaded Whisper. Not for several threads at once: word times are read through hooks on the model.

    `window_s` is how much speech it reads at once.
    """

    def __init__(self, model: Any, name: str, window_s: float = LONGEST_S) -> None:
        self.name, self.window_s = name, window_s
        self._model = model
        self._half = model.device.type == "cuda"

    def encode(self, windows: Sequence[Samples]) -> Features:
        """Windows of at most 30 s at 16 kHz → features [len(windows), ctx, state]."""
        mels = torch.zeros(len(windows), self._model.dims.n_mels, N_FRAMES)
        for row, samples in enumerate(windows):
            mel = log_mel_spectrogram(torch.from_numpy(np.ascontiguousarray(samples)), self._model.dims.n_mels)
            mels[row, :, : min(N_FRAMES, mel.shape[1])] = mel[:, :N_FRAMES]
        with torch.inference_mode():
            features: Features = self._model.encoder(self._typed(mels.to(self._model.device)))
        return features

    def languages(self, features: Features) -> list[dict[str, float]]:
        """The probability of each language, per window; `{"en": 1.0}` for a model that knows only English."""
        if not self._model.is_multilingual:
            return [{"en": 1.0}] * len(features)
        with torch.inference_mode():
            _, found = whisper.detect_language(self._model, features)
        return list(found)

    def read(
        self, features: Features, lengths_s: Sequence[float], language: str, temperature: float = 0.0
    ) -> list[Reading]:
        """Text and word times of encoded windows. The same features give the same words, at any temperature."""
        longest = min(224, round(max(lengths_s) * TOKENS_PER_S) + 24)
        options = whisper.DecodingOptions(
            language=language, temperature=temperature, sample_len=longest, fp16=self._half
        )
        with torch.inference_mode(), torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(temperature * 1000))
            results = whisper.decode(self._model, features, options)
        tokenizer = get_tokenizer(
            self._model.is_multilingual, num_languages=self._model.num_languages, language=language, task="transcribe"
        )
        readings = []
        for row, result in enumerate(results):
            tokens = [token for token in result.tokens if token < tokenizer.eot]
            readings.append(
                Reading(
                    text=tokenizer.decode(tokens).strip(),
                    words=self._words(features[row], tokens, tokenizer, lengths_s[row]),
                    no_speech=float(result.no_speech_prob),
                    avg_logprob=float(result.avg_logprob),
                    compression=float(result.compression_ratio),
                    temperature=temperature,
                )
            )
        return readings

    def _words(self, features: Features, tokens: list[int], tokenizer: Any, length_s: float) -> tuple[Word, ...]:
        frames = max(2, min(N_FRAMES, round(length_s * 100)))
        with torch.inference_mode():
            found = find_alignment(_Encoded(self._model, features), tokenizer, tokens, features, frames)
        merge_punctuations(found, PREPENDED, APPENDED)
        return tuple(
            Word(one.word.strip(), float(one.start), float(one.end), float(one.probability))
            for one in found
            if one.word.strip()
        )

    def _typed(self, mels: torch.Tensor) -> torch.Tensor:
        return mels.half() if self._half else mels


class _Encoded:
    """The model as `find_alignment` sees it, answering with features that were encoded already."""

    def __init__(self, model: Any, features: Features) -> None:
        self.dims, self.decoder, self.device = model.dims, model.decoder, model.device
        self.alignment_heads = model.alignment_heads
        self._features = features.unsqueeze(0)

    def __call__(self, mel: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.decoder(tokens, self._features)
        return logits


def load_engine(model: str, *, models: Path, threads: int) -> Engine:
    """Load `model`: a published Whisper name, looked for in the folder `models`, or the path of a checkpoint in
    openai-whisper's format. Never downloads.

    Raises `Problem(again=True)` when the weights are not there, `Problem` when the file is no Whisper checkpoint.
    """
    _set_threads(threads)
    path, sha256 = located(model, models)
    try:
        loaded = whisper.load_model(model if find(model) else str(path), download_root=str(models))
    except Exception as error:  # torch and pickle raise whatever they like on a file that is something else
        why = str(error).splitlines()[0][:120]
        raise Problem(
            f"{path} 파일을 Whisper 체크포인트로 읽을 수 없습니다({why}). "
            "openai-whisper 형식의 .pt 파일인지 확인해 주세요.",
            f"{path} cannot be read as a Whisper checkpoint ({why}). "
            "Check that it is a .pt file in openai-whisper's format.",
        ) from error
    loaded.eval()
    window_s = window_beside(path, LONGEST_S)
    how = "greedy" if window_s == LONGEST_S else f"greedy, {window_s:g} s a window"
    return Engine(
        loaded, f"{Path(model).stem}@{sha256[:12]} openai-whisper {version('openai-whisper')} {how}", window_s
    )


def _set_threads(threads: int) -> None:
    """How many CPU threads torch uses in this process; to be said after numba has started its own.

    Whisper's alignment is compiled by numba, whose first run sets OpenMP's number of threads to that of all cores, for
    torch as well: every small operation of the decoder then waits at a barrier (measured: 60 × the time on busy cores).
    """
    for compiled in (backtrace, dtw_cpu):  # or every process would compile them anew, for two seconds
        with suppress(RuntimeError):  # no folder in which numba may keep them
            compiled.enable_caching()
    dtw_cpu(np.zeros((2, 2)))
    torch.set_num_threads(threads)
