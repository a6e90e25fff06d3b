"""Training windows: speech put on a telephone line, and what whisper must write for it.

A window is either *full* (3000 mel frames, as at use) or *short* (a few seconds, placed at a random position of
whisper's positional embedding, which is several times cheaper and teaches the same sounds).
"""

from __future__ import annotations

import bisect
import math
import random

import numpy as np
import numpy.typing as npt
import soxr

from training import sounds, speak
from training.example import (
    COMMON_VARIANTS,
    FRAME,
    IGNORE,
    NO_LETTER,
    OTHER_VARIANTS,
    RATE,
    Example,
    Language,
    LogMel,
    Spoken,
    boundaries,
)
from training.texts import Sentence, Texts
from training.vocabulary import Vocabulary, spell, tokenizer


class Windows:
    """Draws examples. Rendered sentences are kept in a pool and used a few times, each time on another line."""

    def __init__(
        self, texts: Texts, vocabulary: Vocabulary, phonemes: list[str], seed: int, pool: int = 500, reuse: float = 3.0
    ) -> None:
        self._texts = texts
        self._rng = random.Random(seed)
        self._np = np.random.default_rng(seed)
        self._tok = tokenizer()
        self._row = vocabulary.table()
        self._other = vocabulary.size - 1
        self._phonemes = {symbol: index for index, symbol in enumerate(phonemes)}
        self._mel = LogMel()
        self._pools: dict[Language, list[Spoken]] = {"ko": [], "en": []}
        self._limit = {"ko": pool, "en": pool}
        self._debt = {"ko": 0.0, "en": 0.0}
        self._reuse = reuse
        self._easy = False

    def prefer_numbers(self, share: float) -> None:
        """Change the extra share of number strings; a change empties the pool."""
        if abs(share - self._texts.numbers_share) > 0.01:
            self._texts.numbers_share = share
            self._pools["ko"].clear()

    # ---- speech -------------------------------------------------------------------------------------------------
    def render(self, sentence: Sentence) -> Spoken | None:
        """Speak a sentence with a random training voice; None where it is too long or cannot be written."""
        r = self._rng
        variant = r.choice(COMMON_VARIANTS) if r.random() < (0.85 if self._easy else 0.75) else r.choice(OTHER_VARIANTS)
        base = "ko" if sentence.language == "ko" else r.choice(("en-us", "en-us", "en-gb", "en"))
        try:
            utterance = speak.synthesize(
                sentence.text,
                voice=f"{base}+{variant}" if variant else base,
                speed_wpm=int(r.triangular(125, 240, 168)),
                pitch=int(r.triangular(10, 90, 48)),
                pitch_range=int(r.triangular(20, 80, 50)),
                word_gap=r.choice((0, 0, 0, 0, 0, 1, 3, 8)),
            )
        except speak.SpeechUnavailableError:
            return None
        if not utterance.words or not 0.2 < utterance.duration < 14.0:
            return None
        edges = [boundaries(word, utterance.phonemes) for word in utterance.words]
        rows, times, ends = self._align(sentence.text, utterance.words, edges)
        if self._other in rows:
            return None
        stop = int((utterance.words[-1].end + 0.03) * utterance.rate)
        samples = soxr.resample(utterance.samples[:stop], utterance.rate, RATE, quality="MQ")
        phones = tuple((self._phonemes.get(p.symbol, 0), p.start, p.end) for p in utterance.phonemes)
        pcm = (np.clip(samples, -1, 1) * 32767).astype(np.int16)
        letters = tuple(
            (ord(char) - 0xAC00, left, right)
            for word, edge in zip(utterance.words, edges, strict=True)
            for char, left, right in zip(word.text, edge, edge[1:], strict=False)
            if "가" <= char <= "힣"
        )
        return Spoken(sentence, pcm, rows, times, phones, letters, ends)

    def _align(
        self, text: str, words: tuple[speak.Word, ...], marks: list[list[float]]
    ) -> tuple[tuple[int, ...], tuple[tuple[float, float], ...], tuple[tuple[int, float], ...]]:
        """Token rows, token times (by characters inside the word) and word ends."""
        ids = spell(self._tok, " " + text)
        edges = [0]  # byte position -> character position of " " + text
        for position, char in enumerate(" " + text, 1):
            edges += [position] * len(char.encode())
        cursor = 1
        starts: list[int] = []
        for word in words:
            cursor = (" " + text).index(word.text, cursor)
            starts.append(cursor)
            cursor += len(word.text)

        def at(char: float) -> float:
            index = max(0, bisect.bisect_right(starts, char) - 1)
            edge = marks[index]
            place = min(max(0.0, char - starts[index]), len(edge) - 1.0)
            whole = min(int(place), len(edge) - 2)
            return edge[whole] + (place - whole) * (edge[whole + 1] - edge[whole])

        times: list[tuple[float, float]] = []
        done = 0
        bounds: list[int] = []
        for token in ids:
            size = len(self._tok.encoding.decode_single_token_bytes(token))
            first, last = edges[done], edges[done + size]
            if done < len(edges) - 1 and (" " + text)[max(0, edges[done + 1] - 1)] == " ":
                first += 1
            times.append((at(max(1, first)), at(max(last - 0.01, 1))))
            done += size
            bounds.append(edges[done])
        ends = []
        for start, word in zip(starts, words, strict=True):
            ends.append((bisect.bisect_left(bounds, start + len(word.text)) + 1, word.end))
        return tuple(int(self._row[t]) for t in ids), tuple(times), tuple(ends)

    def _draw(self, language: Language) -> Spoken:
        pool = self._pools[language]
        self._debt[language] += 1.0 / self._reuse
        while len(pool) < 12 or self._debt[language] >= 1.0:
            sentence = self._texts.sentence()
            spoken = self.render(sentence)
            if spoken is None:
                continue
            target = self._pools[sentence.language]
            if len(target) < self._limit[sentence.language]:
                target.append(spoken)
            else:
                target[self._rng.randrange(len(target))] = spoken
            self._debt[sentence.language] = max(0.0, self._debt[sentence.language] - 1.0)
        return self._rng.choice(pool)

    # ---- windows ------------------------------------------------------------------------------------------------
    def example(self, seconds: float, easy: bool = False) -> Example:
        """A full window (30 s) or a shorter one; an ``easy`` one holds a few short clear utterances."""
        r = self._rng
        self._easy = easy
        full = seconds >= 30.0
        english = self._texts.english_share * (1.0 - self._texts.numbers_share)
        language: Language = "en" if r.random() < english else "ko"
        kind = r.random()
        if kind < (0.09 if full else 0.04):
            return self._nothing(seconds, full)
        placed: list[tuple[float, Spoken]] = []
        clock = r.choice((0.0, 0.0, r.uniform(0, 0.4), r.uniform(0, 1.2), r.uniform(0, 6.0 if full else 1.5)))
        if full and r.random() < 0.25:  # the window starts inside an utterance
            first = self._draw(language)
            clock = -r.uniform(0.0, first.duration)
            placed.append((clock, first))
            clock += first.duration + self._gap(0.4)
        few = r.randint(1, 3) if full and r.random() < 0.2 else 99
        density = r.choice((0.2, 0.3, 0.5, 2.5) if easy else (0.2, 0.4, 0.4, 2.5))  # mean seconds between sentences
        while clock < seconds and len(placed) < few:
            spoken = self._draw(language)
            if not full and clock + spoken.duration > seconds:
                if placed:
                    break
                if spoken.duration > seconds - 0.2:
                    continue
                clock = r.uniform(0.0, seconds - spoken.duration)
            placed.append((clock, spoken))
            clock += spoken.duration + self._gap(density)
        return self._window(placed, seconds, full, language)

    def _gap(self, scale: float) -> float:
        return min(8.0, 0.12 + self._rng.expovariate(1.0 / scale))

    def _nothing(self, seconds: float, full: bool) -> Example:
        """Silence, noise, tone or music only."""
        r = self._rng
        count = int(seconds * RATE)
        kind = r.random()
        if kind < 0.25:
            audio = np.zeros(count, np.float32)
        elif kind < 0.5:
            audio = 10 ** r.uniform(-4.0, -1.0) * sounds.noise(self._np, count)
        elif kind < 0.75:
            audio = sounds.tone(self._np, count)
        else:
            audio = sounds.music(self._np, count)
        if kind >= 0.5:
            audio = (audio * 10 ** r.uniform(-1.5, 0.3)).astype(np.float32)
            if r.random() < 0.5:
                audio = (audio + 10 ** r.uniform(-4.0, -2.0) * sounds.noise(self._np, count)).astype(np.float32)
            if r.random() < 0.3:
                cut = r.randrange(count)
                audio[cut:] = 0.0
        audio = sounds.telephone(self._np, audio.astype(np.float32))
        mel = self._mel(audio, r.uniform(0.0, 2.5) if r.random() < 0.5 else None)
        mel, _ = self._pad(mel, full, mel.shape[1] if r.random() < 0.6 else r.randint(50, mel.shape[1]))
        example = Example(mel, self._offset(full, mel.shape[1]))
        tok, row = self._tok, self._row
        rows = row.tolist()
        style = r.random()
        korean = tok.to_language_token("ko")
        example.inputs = [rows[tok.sot]]
        example.targets = [rows[tok.no_speech]]
        if style < 0.9:  # what follows the forced start when a caller decodes anyway: nothing
            zero = rows[tok.timestamp_begin + example.offset]
            with_times = style < 0.5
            example.inputs += [rows[korean], rows[tok.transcribe]] + (
                [zero] if with_times else [rows[tok.no_timestamps]]
            )
            example.targets += [IGNORE, zero if with_times else IGNORE, rows[tok.eot]]
        example.times = [(math.nan, math.nan)] * len(example.inputs)
        example.phones = np.zeros(mel.shape[1] // 2, np.int64)
        example.letters = np.tile(np.array(NO_LETTER), (mel.shape[1] // 2, 1))
        return example

    def _offset(self, full: bool, frames: int) -> int:
        if full or (self._easy and self._rng.random() < 0.4):
            return 0
        return self._rng.randint(0, 1500 - frames // 2)

    def _pad(self, mel: npt.NDArray[np.float32], full: bool, content: int) -> tuple[npt.NDArray[np.float32], int]:
        """The last window of a call: whisper fills up with the value zero behind the content."""
        if full and content < mel.shape[1]:
            mel = mel.copy()
            mel[:, content:] = 0.0
        return mel, content

    def _window(self, placed: list[tuple[float, Spoken]], seconds: float, full: bool, language: Language) -> Example:
        r = self._rng
        count = int(seconds * RATE)
        audio = np.zeros(count, np.float32)
        base = 10 ** r.uniform(-0.9, 0.0)
        phones = np.zeros(int(seconds / FRAME), np.int64)
        letters = np.tile(np.array(NO_LETTER), (len(phones), 1))
        for start, spoken in placed:
            begin = round(start * RATE)
            data = spoken.samples[max(0, -begin) :].astype(np.float32) / 32768.0
            begin = max(0, begin)
            data = data[: max(0, count - begin)] * (base * 10 ** r.uniform(-0.15, 0.1))
            audio[begin : begin + len(data)] += data
            for index, left, right in spoken.phonemes:
                a, b = int((start + left) / FRAME + 0.5), int((start + right) / FRAME + 0.5)
                if b > 0:
                    phones[max(0, a) : max(0, b)] = index
                    if index and language == "en":
                        letters[max(0, a) : max(0, b)] = IGNORE
            for code, left, right in spoken.letters:
                a, b = int((start + left) / FRAME + 0.5), int((start + right) / FRAME + 0.5)
                if b > 0:
                    letters[max(0, a) : max(0, b)] = (code // 588, code // 28 % 21, code % 28)
        end = max((s + p.duration for s, p in placed), default=0.0)
        if full and r.random() < 0.12:  # a tone or music in the gaps as well
            self._fill_gaps(audio, placed, count)
        level = float(np.sqrt(np.mean(audio[np.abs(audio) > 1e-3] ** 2))) if np.any(np.abs(audio) > 1e-3) else 0.05
        if r.random() < (0.3 if self._easy else 0.55):
            audio += level * 10 ** (-r.uniform(25 if self._easy else 10, 45) / 20) * sounds.noise(self._np, count)
        peak = float(np.abs(audio).max())
        if peak > 1.0:
            audio /= peak
        if not self._easy or r.random() < 0.5:
            audio = sounds.telephone(self._np, audio)
        mel = self._mel(audio, None)
        if r.random() < 0.3:
            mel = self._mel(audio, float(mel.max() * 4 - 4) + r.uniform(0.0, 1.0))
        if r.random() < (0.0 if self._easy else 0.35):
            mel = self._masked(mel)
        content = mel.shape[1]
        if full and end < seconds - 0.5 and r.random() < 0.6:
            after = r.choice((0.0, r.uniform(0, 1.0), r.uniform(0, seconds - end)))
            content = min(content, int((end + after) * 100) + 2)
        mel, _ = self._pad(mel, full, content)
        example = Example(mel, self._offset(full, mel.shape[1]), phones=phones, letters=letters)
        self._targets(example, placed, seconds, language)
        return example

    def _fill_gaps(self, audio: npt.NDArray[np.float32], placed: list[tuple[float, Spoken]], count: int) -> None:
        busy = [(max(0, int(s * RATE)), int((s + p.duration) * RATE)) for s, p in placed]
        edges = [0, *(x for pair in busy for x in pair), count]
        filler = (sounds.music if self._rng.random() < 0.5 else sounds.tone)(self._np, count)
        for left, right in zip(edges[::2], edges[1::2], strict=True):
            if right - left > RATE:
                part = slice(left + RATE // 10, right - RATE // 10)
                audio[part] += filler[part] * 10 ** self._rng.uniform(-1.2, 0.2)

    def _masked(self, mel: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Light SpecAugment: one or two frequency bands, short time gaps."""
        mel = mel.copy()
        fill = float(mel.mean())
        for _ in range(self._rng.randint(0, 2)):
            width, start = self._rng.randint(1, 9), self._rng.randint(0, 71)
            mel[start : start + width] = fill
        for _ in range(self._rng.randint(0, max(1, mel.shape[1] // 400))):
            width, start = self._rng.randint(1, 8), self._rng.randint(0, mel.shape[1] - 10)
            mel[:, start : start + width] = fill
        return mel

    def _targets(
        self, example: Example, placed: list[tuple[float, Spoken]], seconds: float, language: Language
    ) -> None:
        """Decoder inputs, targets and token times, in whisper's conventions (see the comments)."""
        r, tok, rows = self._rng, self._tok, self._row
        shift = example.offset * FRAME
        nowhere = (math.nan, math.nan)
        stamped = r.random() < (0.93 if self._easy else 0.8)
        body: list[int] = []
        times: list[tuple[float, float]] = []

        def stamp(at: float) -> int:
            return int(rows[tok.timestamp_begin + min(1500, max(0, round((at + shift) / FRAME)))])

        complete = 0
        for start, spoken in placed:
            heard = self._heard(start, spoken, seconds)
            if heard is None:
                continue
            first, last, begins, ends, cut = heard
            if cut and stamped and complete:
                # Whisper's convention for an utterance the window cuts off: only where it starts; the next window
                # begins there and hears it whole.
                body.append(stamp(start))
                times.append((start + shift, start + shift))
                break
            if stamped:
                # The decoder may not start later than 1.0 s (max_initial_timestamp), so neither do the targets.
                limited = begins if body or shift else min(begins, 1.0)
                body.append(stamp(limited))
                times.append((begins + shift, begins + shift))
            body += spoken.tokens[first:last]
            times += [(start + a + shift, start + b + shift) for a, b in spoken.token_times[first:last]]
            if stamped:
                body += [stamp(ends)] * (2 if cut else 1)
                times += [(ends + shift, ends + shift)] * (2 if cut else 1)
            complete += 1
        head = [int(rows[t]) for t in (tok.sot, tok.to_language_token(language), tok.transcribe)]
        if not stamped:
            head.append(int(rows[tok.no_timestamps]))
        prompt: list[int] = []
        if r.random() < (0.0 if self._easy else 0.2):
            prompt = self._prompt(language, stamped)
        start_row = [int(rows[tok.sot_prev])] if prompt else []
        sequence = [*start_row, *prompt, *head, *body, int(rows[tok.eot])][:448]
        skip = len(start_row) + len(prompt)
        example.inputs = sequence[:-1]
        example.targets = [IGNORE] * skip + sequence[skip + 1 :]
        guided = [nowhere] * (skip + len(head) - 1) + times
        example.times = (guided + [nowhere] * len(sequence))[: len(example.inputs)]
        if not body:
            example.targets[skip] = int(rows[tok.no_speech])
        # Only the language is learnt at the start token; transcribe is always forced.
        for position in range(skip + 1, min(skip + len(head) - 1, len(example.targets))):
            example.targets[position] = IGNORE

    def _heard(self, start: float, spoken: Spoken, seconds: float) -> tuple[int, int, float, float, bool] | None:
        """Tokens (first, last) of the words wholly inside the window, begin and end seconds, and whether cut off."""
        first, begins = 0, start
        if start < -0.02:
            inside = [(done, end) for done, end in ((0, 0.0), *spoken.word_ends) if start + end >= -0.06]
            if not inside or inside[0][0] >= len(spoken.tokens):
                return None
            first, begins = inside[0][0], max(0.0, start + inside[0][1])
        if start + spoken.duration <= seconds + 0.05:
            return first, len(spoken.tokens), begins, min(seconds, start + spoken.duration), False
        whole = [(done, end) for done, end in spoken.word_ends if start + end <= seconds and done > first]
        if start >= seconds - 0.25:
            return None
        if not whole:
            return (first, first, begins, begins, True) if start < seconds - 0.3 else None
        return first, whole[-1][0], begins, start + whole[-1][1], True

    def _prompt(self, language: Language, stamped: bool) -> list[int]:
        """What an earlier window wrote, up to 200 tokens."""
        r, out = self._rng, []
        at = r.uniform(0.0, 5.0)
        for _ in range(r.randint(1, 8)):
            spoken = r.choice(self._pools[language]) if self._pools[language] else self._draw(language)
            if stamped:
                out.append(int(self._row[self._tok.timestamp_begin + round(at / FRAME)]))
            out += spoken.tokens
            at = min(29.5, at + spoken.duration)
            if stamped:
                out.append(int(self._row[self._tok.timestamp_begin + round(at / FRAME)]))
            at = min(29.5, at + 0.4)
        return out[-200:]
