"""Which words not to believe. Whisper writes fluent sentences over silence, and loops; neither may reach a score.

Two questions: is a whole window's reading doubtful (then it is read again, in smaller windows, at most twice), and
which phrases of the last reading must be set aside. Thresholds are Whisper's own where it has them; the loop and rate
rules are for Korean, whose short loops gzip does not notice ("네" eight times compresses to 2.1, under the limit).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from qa.call import Word
from qa.speech.pace import syllables
from qa.transcribe.engine import Reading

# Sentences that Whisper learnt from video subtitles and writes over noise; nobody says them to a city hotline.
# (Barański et al. 2025 call such a list a bag of hallucinations.)
SUBTITLES = re.compile(
    r"(시청해\s?주셔서\s?감사합니다|구독과?\s?좋아요|(MBC|KBS|SBS|YTN)\s?뉴스\s?\S{2,4}입니다|자막\s?(제공|by)|다음\s?영상에서"
    r"|thanks? (you )?for watching|subscribe to (my|the|our) channel|subtitles by|amara\.org"
    r"|ご視聴ありがとうございました|请不吝点赞|訂閱)",
    re.IGNORECASE,
)
SCRIPTS = {
    "ko": re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]"),
    "ja": re.compile(r"[぀-ヿ一-鿿]"),
    "zh": re.compile(r"[一-鿿]"),
    "en": re.compile(r"[A-Za-z]"),
}


@dataclass(frozen=True)
class TrustOptions:
    """`likeliest_no_speech` and `lowest_logprob` count only together, as in Whisper; rates are syllables per second."""

    likeliest_no_speech: float = 0.6
    lowest_logprob: float = -1.0
    highest_compression: float = 2.4
    fastest_syllables: float = 9.0
    least_speech_s: float = 0.3
    least_script_share: float = 0.5
    lowest_phrase_confidence: float = exp(-1.2)


def doubt(reading: Reading, speech_s: float, language: str, options: TrustOptions) -> str | None:
    """Why this window should be read again, None when it need not: no_speech, loop, low_confidence, unread."""
    if not reading.text:
        return "unread" if speech_s > 2.0 and reading.no_speech < options.likeliest_no_speech else None
    if reading.no_speech > options.likeliest_no_speech and reading.avg_logprob < options.lowest_logprob:
        return "no_speech"
    if reading.compression > options.highest_compression or loop(reading.text):
        return "loop"
    if syllables(reading.text) > options.fastest_syllables * max(speech_s, options.least_speech_s) + 4:
        return "loop"
    if reading.avg_logprob < options.lowest_logprob:
        return "low_confidence"
    if script_share(reading.text, language) < options.least_script_share:
        return "low_confidence"
    return None


def unbelieved(
    words: Sequence[Word], speech_s: float, music_s: float, doubted: str | None, options: TrustOptions
) -> str | None:
    """Why this phrase is set aside, None when it is believed. `doubted` is what its window was last doubted for."""
    text = " ".join(word.text for word in words)
    length_s = words[-1].end_s - words[0].start_s
    if music_s > 0.5 * max(length_s, 0.1):
        return "music"
    if doubted in ("no_speech", "loop"):
        return doubted
    if speech_s < min(options.least_speech_s, 0.5 * length_s) or SUBTITLES.search(text):
        return "no_speech"
    if loop(text):
        return "loop"
    if phrase_confidence(words) < options.lowest_phrase_confidence:
        return "low_confidence"
    return None


def loop(text: str) -> bool:
    """Is one unit said four times or more in a row, eight syllables or more in all?

    The second condition lets "네, 네, 네, 네" and the zeros of a telephone number pass.
    """
    plain = re.sub(r"[\W_]+", "", text.lower())
    repeated = re.finditer(r"(.{1,24}?)\1{3,}", plain)
    return any(len(found[0]) // len(found[1]) * syllables(found[1]) >= 8 for found in repeated)


def script_share(text: str, language: str) -> float:
    """The share of letters that belong to the language's script; digits and signs are nobody's. 1.0 when unknown."""
    letters = [sign for sign in text if sign.isalpha()]
    script = SCRIPTS.get(language)
    if script is None or not letters:
        return 1.0
    return sum(1 for letter in letters if script.match(letter)) / len(letters)


def phrase_confidence(words: Sequence[Word]) -> float:
    """The geometric mean of the words' probabilities."""
    return exp(sum(log(max(word.confidence, 1e-6)) for word in words) / len(words))
