"""A call's samples → its Transcript: the order of the steps, each of which lives in its own file.

Every window is read for itself: no text of one is shown to the next (`condition_on_previous_text` in Whisper's terms),
because that is how one invented sentence becomes a page of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from qa.call import Event, SetAside, Speaker, Transcript, Turn, Word
from qa.language.personal import find_personal_data
from qa.speech.voice_activity import RATE_HZ, Activity, voice_activity
from qa.transcribe.engine import Engine, Features, Reading
from qa.transcribe.roles import guess_roles
from qa.transcribe.trust import TrustOptions, doubt, unbelieved
from qa.transcribe.turns import MONO_PAUSE_S, PAUSE_S, Phrase, given_way, phrases, snapped, turns
from qa.transcribe.windows import Window, overlap_s, pack

Samples = NDArray[np.float32]
Progress = Callable[[float], None]

SILENT_RMS = 1e-4
CUT_OFF_S = 0.25  # speech nearer than this to the end of the recording was cut off there
SHORTEST_EVENT_S = {"hold_music": 3.0, "tone": 0.2, "noise": 1.0}


@dataclass(frozen=True)
class TranscribeOptions:
    """`batch` windows are read at a time. A doubtful window is halved up to `halvings` times, then read at `warmer`
    temperatures. At most one window in `second_look_share` gets that (two in a short call): where more are doubtful
    the line itself is bad, reading it again changes nothing, and it must not hold up the queue.
    """

    batch: int = 8
    language_windows: int = 6
    halvings: int = 1
    second_look_share: int = 3
    warmer: tuple[float, ...] = (0.4,)
    trust: TrustOptions = field(default_factory=TrustOptions)


@dataclass(frozen=True)
class _Read:
    window: Window
    reading: Reading
    doubted: str | None


def transcribe(
    samples: Samples,
    *,
    engine: Engine,
    language: str | None = None,
    agent_channel: int = 0,
    progress: Progress | None = None,
    options: TranscribeOptions | None = None,
) -> Transcript:
    """`samples`: float32 at 16 kHz, [channels, n], as `qa.audio.decode` gives them.

    Two channels: `agent_channel` is the agent, the other the citizen. One channel: voices are told apart by sound
    and named by their words, and `attribution` is "guessed". `language` None lets the longest windows decide together.
    `progress` is called with the share done, 0 to 1. The same samples give the same transcript.
    """
    options = options or TranscribeOptions()
    report = progress or (lambda share: None)
    heard = voice_activity(samples)
    windows = [w for n, one in enumerate(heard) for w in pack(one.speech, n, samples[n], engine.window_s)]
    windows.sort(key=lambda window: -window.speech_s)  # the fullest first: they tell the language, and batches are even
    reader = _Reader(engine, samples, heard, options, language)
    words: dict[int, list[tuple[Word, str | None]]] = defaultdict(list)
    for done, one in enumerate(reader.read(windows), start=1):
        words[one.window.channel].extend((word, one.doubted) for word in _in_call(one))
        report(min(1.0, done / len(windows)))
    believed, set_aside = _believed(words, heard, len(samples), agent_channel, options.trust)
    spoken = _turns(believed, samples, agent_channel)
    return Transcript(
        language=reader.language or "",
        duration_s=samples.shape[1] / RATE_HZ,
        turns=spoken,
        set_aside=set_aside,
        events=_events(samples, heard),
        personal=find_personal_data(spoken),
        attribution="channel" if len(samples) == 2 else "guessed",
        engine=engine.name,
    )


class _Reader:
    """Windows → readings: batches, the language, second looks."""

    def __init__(
        self,
        engine: Engine,
        samples: Samples,
        heard: Sequence[Activity],
        options: TranscribeOptions,
        language: str | None,
    ) -> None:
        self.language = language
        self._engine, self._samples, self._heard, self._options = engine, samples, heard, options

    def read(self, windows: Sequence[Window]) -> Iterator[_Read]:
        self._second_looks = max(2, len(windows) // self._options.second_look_share)
        for at in range(0, len(windows), self._options.batch):
            yield from self._batch(windows[at : at + self._options.batch], self._options.halvings)

    def _batch(self, windows: Sequence[Window], halvings: int) -> Iterator[_Read]:
        features = self._engine.encode([window.cut(self._samples[window.channel]) for window in windows])
        if self.language is None:
            self.language = self._common(self._engine.languages(features[: self._options.language_windows]), windows)
        readings = self._engine.read(features, [window.length_s for window in windows], self.language)
        for row, (window, reading) in enumerate(zip(windows, readings, strict=True)):
            doubted = doubt(reading, window.speech_s, self.language, self._options.trust)
            if doubted is None or doubted == "no_speech" or not self._may_look_again(halvings):
                yield _Read(window, reading, doubted)
                continue
            smaller = window.halves(self._heard[window.channel].speech, self._samples[window.channel])
            if halvings and len(smaller) > 1:
                yield from self._batch(smaller, halvings - 1)
            else:
                yield self._warmer(features[row : row + 1], _Read(window, reading, doubted))

    def _may_look_again(self, halvings: int) -> bool:
        """A window counts once; its halves belong to the same second look."""
        if halvings == self._options.halvings:
            self._second_looks -= 1
        return self._second_looks >= 0

    def _warmer(self, features: Features, best: _Read) -> _Read:
        """The first undoubted reading at a higher temperature, else the one there is, still doubted."""
        for temperature in self._options.warmer:
            try:
                reading = self._engine.read(features, [best.window.length_s], self.language or "", temperature)[0]
            except ValueError:  # Whisper's timestamp rules may forbid every token there is; sampling then raises
                continue
            doubted = doubt(reading, best.window.speech_s, self.language or "", self._options.trust)
            if doubted is None:
                return _Read(best.window, reading, None)
        return best

    @staticmethod
    def _common(found: Sequence[dict[str, float]], windows: Sequence[Window]) -> str:
        """The language of most speech: each window votes with its seconds of speech, as surely as it is sure."""
        votes: dict[str, float] = defaultdict(float)
        for probabilities, window in zip(found, windows, strict=False):
            for language, share in probabilities.items():
                votes[language] += share * window.speech_s
        return max(votes, key=lambda language: votes[language])


def _in_call(one: _Read) -> Iterator[Word]:
    for word in one.reading.words:
        start_s, end_s = one.window.in_call(word.start_s, word.end_s)
        yield replace(word, start_s=start_s, end_s=end_s)


def _believed(
    words: dict[int, list[tuple[Word, str | None]]],
    heard: Sequence[Activity],
    channels: int,
    agent_channel: int,
    options: TrustOptions,
) -> tuple[list[list[Phrase]], tuple[SetAside, ...]]:
    """Phrases per channel, and what was written but is not believed."""
    believed: list[list[Phrase]] = []
    aside: list[SetAside] = []
    for channel in range(channels):
        pairs = sorted(words[channel], key=lambda pair: pair[0].start_s)
        drawn = snapped([word for word, _ in pairs], heard[channel].speech)
        doubts = {id(word): why for word, (_, why) in zip(drawn, pairs, strict=True)}
        kept: list[Phrase] = []
        for phrase in phrases(drawn, channel, PAUSE_S if channels == 2 else MONO_PAUSE_S):
            speech_s = overlap_s(heard[channel].speech, phrase.start_s, phrase.end_s)
            music_s = overlap_s(heard[channel].music, phrase.start_s, phrase.end_s)
            doubted = next((doubts[id(word)] for word in phrase.words if doubts[id(word)]), None)
            why = unbelieved(phrase.words, speech_s, music_s, doubted, options)
            if why is None:
                kept.append(phrase)
            else:
                speaker = _speaker(channel, agent_channel) if channels == 2 else Speaker.UNKNOWN
                aside.append(SetAside(speaker, phrase.start_s, phrase.end_s, phrase.text, why))
        believed.append(kept)
    return believed, tuple(sorted(aside, key=lambda one: one.start_s))


def _turns(believed: list[list[Phrase]], samples: Samples, agent_channel: int) -> tuple[Turn, ...]:
    if len(believed) == 1:
        return turns(believed[0], guess_roles(believed[0], samples[0]), join_s=PAUSE_S)
    parts = [*given_way(believed[0], believed[1]), *given_way(believed[1], believed[0])]
    return turns(parts, [_speaker(part.channel, agent_channel) for part in parts])


def _speaker(channel: int, agent_channel: int) -> Speaker:
    return Speaker.AGENT if channel == agent_channel else Speaker.CITIZEN


def _events(samples: Samples, heard: Sequence[Activity]) -> tuple[Event, ...]:
    duration_s = samples.shape[1] / RATE_HZ
    found: list[Event] = []
    for channel, one in enumerate(heard):
        for kind, regions in (("hold_music", one.music), ("tone", one.tones), ("noise", one.noise)):
            found.extend(Event(kind, a, b, channel) for a, b in regions if b - a >= SHORTEST_EVENT_S[kind])
        if float(np.sqrt(np.mean(samples[channel] ** 2))) < SILENT_RMS:
            found.append(Event("silent_channel", 0.0, duration_s, channel))
        if one.speech and duration_s - one.speech[-1][1] < CUT_OFF_S:
            found.append(Event("clipped", max(one.speech[-1][0], duration_s - 3.0), duration_s, channel))
    return tuple(sorted(found, key=lambda event: (event.start_s, event.kind)))
