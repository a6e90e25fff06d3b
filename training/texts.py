"""What the synthetic callers say: templates with slots, and wide text that carries no pattern to guess from.

Every slot value belongs, by its checksum, either to training or to evaluation, so a call made for evaluation never
contains a name, number or office that training heard.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from training import words
from training.slots import Slot, Split, draw_slot

_HERE = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)(?:\|([가-힣]+))?\}")
_HANGUL = re.compile(r"[가-힣]+")


@dataclass(frozen=True)
class Sentence:
    """One spoken sentence in its spoken form, with the slots it carries."""

    text: str
    language: Literal["ko", "en"]
    slots: tuple[Slot, ...] = ()


def with_particle(word: str, particle: str) -> str:
    """``word`` with the form of the particle that fits its last syllable."""
    forms = words.JOSA.get(particle)
    if forms is None or not _HANGUL.fullmatch(word[-1]):
        return word + particle
    final = (ord(word[-1]) - 0xAC00) % 28
    if particle == "으로" and final == 8:  # ㄹ takes 로
        final = 0
    return word + (forms[0] if final else forms[1])


def read_templates(language: str) -> list[str]:
    """Template lines without headings."""
    lines = (_HERE / "templates" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def read_conversations(language: str) -> list[str]:
    """Sentences of conversations written for this project; nothing of them stands in the samples or is held out."""
    return (_HERE / "conversations" / f"{language}.txt").read_text(encoding="utf-8").splitlines()


def fill(rng: random.Random, template: str, language: Literal["ko", "en"], split: Split) -> Sentence:
    """``template`` with a fresh value in every slot."""
    slots: list[Slot] = []

    def replace(match: re.Match[str]) -> str:
        slot = draw_slot(rng, language, match[1], split)
        slots.append(slot)
        return with_particle(slot.text, match[2]) if match[2] else slot.text

    text = _SLOT.sub(replace, template)
    return Sentence(text[0].upper() + text[1:] if language == "en" else text, language, tuple(slots))


_QUESTION = re.compile(r"(까|니|냐|나요|가요|을까|ㄹ까|래)$")
_NOUN_TAILS = (
    "은 이 을 에 에서 으로 과 도 만 까지 부터 에게 의 이나 보다 처럼 이라 이고 입니다 이에요 인데 마다 뿐 하고".split()
)


class Texts:
    """Draws sentences. ``wide`` is a file of one Korean sentence a line (see :mod:`training.lmtext`)."""

    def __init__(
        self,
        rng: random.Random,
        split: Split = "train",
        wide: Iterable[str] = (),
        words: Iterable[str] = (),
        english: Iterable[str] = (),
        english_share: float = 0.6,
    ) -> None:
        self._rng = rng
        self._split: Split = split
        self._ko = read_templates("ko")
        self._en = read_templates("en")
        self._conversations = {language: read_conversations(language) for language in ("ko", "en")}
        self.wide = [line for line in wide if line]
        self._words = list(words)
        self._syllables = [c for w in self._words for c in w]
        self._english = [line for line in english if line]
        self._english_words = sorted({w for s in self._english for w in s.lower().split() if w.isalpha()})
        self.english_share = english_share
        self.numbers_share = 0.0

    def template(self, language: Literal["ko", "en"] = "ko") -> Sentence:
        """A call-centre sentence."""
        return fill(self._rng, self._rng.choice(self._ko if language == "ko" else self._en), language, self._split)

    def sentence(self) -> Sentence:
        """Any training sentence; at least half carry nothing to guess from."""
        r = self._rng
        if r.random() < self.numbers_share:
            return self._numbers()
        if r.random() < self.english_share:
            return self._english_sentence()
        kind = r.random()
        if kind < 0.32:
            return self.template()
        if kind < 0.50:
            return self._conversation("ko")
        if kind < 0.68 and self.wide:
            return _closed(r.choice(self.wide))
        if kind < 0.76 and self._words:
            return self._noun_phrases()
        if kind < 0.90:
            return self._slots()
        if kind < 0.94 and self._syllables:
            return self._invented()
        return self._shuffled()

    def _word(self) -> str:
        r = self._rng  # the list is in order of frequency; half the draws come from its first tenth or so
        return self._words[int(len(self._words) * r.random() ** 2)]

    def _noun_phrases(self) -> Sentence:
        r = self._rng
        parts = [
            with_particle(self._word(), r.choice(_NOUN_TAILS)) if r.random() < 0.7 else self._word()
            for _ in range(r.randint(1, 7))
        ]
        return _closed(" ".join(parts))

    def _slots(self) -> Sentence:
        r = self._rng
        kinds = (
            "name",
            "name",
            "office",
            "phone",
            "phone",
            "amount",
            "digits",
            "digits",
            "date",
            "time",
            "address",
            "plate",
            "rrn",
            "card",
            "district",
            "count",
            "street",
            "station",
            "bus",
            "percent",
            "houses",
            "doc",
            "birth",
            "center",
        )
        slots = [draw_slot(r, "ko", r.choice(kinds), self._split) for _ in range(r.choice((1, 1, 2, 2, 3, 4)))]
        joiner = r.choice((", ", " ", " "))
        tail = r.choice(("", "", "입니다", "이요", "요", "이에요"))
        last = with_particle(slots[-1].text, tail) if tail else slots[-1].text
        return Sentence(joiner.join([s.text for s in slots[:-1]] + [last]) + ".", "ko", tuple(slots))

    def _numbers(self) -> Sentence:
        r = self._rng
        kinds = ("digits", "digits", "phone", "card", "rrn", "amount", "count", "date", "houses", "percent", "bus")
        slots = [draw_slot(r, "ko", r.choice(kinds), self._split) for _ in range(r.choice((1, 1, 2, 2, 3)))]
        return Sentence(" ".join(s.text for s in slots) + ".", "ko", tuple(slots))

    def _invented(self) -> Sentence:
        """Words that do not exist, from real syllables."""
        r = self._rng
        words = ["".join(r.choice(self._syllables) for _ in range(r.randint(1, 4))) for _ in range(r.randint(1, 6))]
        return _closed(" ".join(words))

    def _shuffled(self) -> Sentence:
        r = self._rng
        source = r.choice(self.wide) if self.wide and r.random() < 0.6 else self.template().text
        words = re.sub(r"[.,?]", "", source).split()
        if r.random() < 0.5:
            words += re.sub(r"[.,?]", "", self.template().text).split()
        r.shuffle(words)
        return _closed(" ".join(words[:9]))

    def _conversation(self, language: Literal["ko", "en"]) -> Sentence:
        """A sentence out of a written conversation."""
        text = self._rng.choice(self._conversations[language])
        return Sentence(text if text[-1] in ".?!" else text + ".", language)

    def _english_sentence(self) -> Sentence:
        r = self._rng
        kind = r.random()
        if kind < 0.22 or not self._english:
            return self.template("en")
        if kind < 0.74:
            return self._conversation("en")
        if kind < 0.90:
            text = r.choice(self._english)
        elif kind < 0.93:
            text = " ".join(r.choice(self._english_words) for _ in range(r.randint(2, 9)))
        else:
            kinds = ("name", "amount", "phone", "digits", "date", "time", "place", "topic", "doc", "office")
            text = ", ".join(draw_slot(r, "en", r.choice(kinds), self._split).text for _ in range(r.randint(1, 3)))
        return Sentence(text[0].upper() + text[1:] + ("" if text[-1] == "?" else "."), "en")


def _closed(text: str) -> Sentence:
    return Sentence(text + ("?" if _QUESTION.search(text) else "."), "ko")


def dictionary_words(limit: int = 60000) -> list[str]:
    """Korean nouns, names and adverbs of Kiwi's dictionary, commonest first."""
    from kiwipiepy import Kiwi

    kiwi = Kiwi()
    found: dict[str, None] = {}
    for index in range(limit):
        morpheme = kiwi.morpheme(index)
        if morpheme.tag in ("NNG", "NNP", "MAG", "NNB", "XR", "IC") and _HANGUL.fullmatch(morpheme.form):
            found.setdefault(morpheme.form)
    return list(found)


def documentation_english() -> list[str]:
    """Plain English sentences from Python's own documentation topics and docstrings: letters only, 3..14 words."""
    import sysconfig

    root = Path(sysconfig.get_paths()["stdlib"])
    found: dict[str, None] = {}
    for path in sorted([*root.glob("*.py"), *root.glob("email/*.py"), *root.glob("pydoc_data/*.py")]):
        text = path.read_text(encoding="utf-8", errors="ignore").replace("\\n", " ").replace("'\n", " ")
        text = re.sub(r"[\s'\"#]+", " ", text)
        for match in re.finditer(r"(?<=[.:] )([A-Z][a-z]+(?: [a-z]+){2,13})(?=\.)", text):
            found.setdefault(match[1].lower())
    return list(found)
