# ruff: noqa: E501
"""What the synthetic callers say: templates with slots, and wide text that carries no pattern to guess from.

Every slot value belongs, by its checksum, either to training or to evaluation, so a call made for evaluation never
contains a name, number or office that training heard.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from training import words
from training.spoken import read_digits, read_english, read_native, read_number

Split = Literal["train", "eval"]
_HERE = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)(?:\|([가-힣]+))?\}")
_HANGUL = re.compile(r"[가-힣]+")


@dataclass(frozen=True)
class Slot:
    """A value put into a template, without its particle."""

    kind: str
    text: str


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


def reserved_for_evaluation(kind: str, text: str) -> bool:
    """True for the tenth of all slot values that training never draws."""
    return zlib.crc32(f"{kind}:{text}".encode()) % 10 == 0


def _amount(r: random.Random) -> str:
    step = r.choice((10, 50, 100, 500, 1000, 1000, 10000, 100000))
    value = r.randint(1, r.choice((9, 99, 999))) * step + (r.randint(0, 9) * 10 if r.random() < 0.2 else 0)
    if r.random() < 0.08:
        value = r.randint(1, 9999) * 1_000_000
    return read_number(value) + " 원"


def _digits(r: random.Random, low: int, high: int) -> str:
    digits = "".join(r.choice("0123456789") for _ in range(r.randint(low, high)))
    spoken = read_digits(digits, zero="영" if r.random() < 0.15 else "공")
    if r.random() < 0.5 and len(spoken) > 5:
        size = r.choice((3, 4))
        spoken = " ".join(spoken[i : i + size] for i in range(0, len(spoken), size))
    return spoken


def _phone(r: random.Random) -> str:
    kind = r.random()
    head = (
        "010"
        if kind < 0.5
        else ("02" if kind < 0.8 else r.choice(("031", "032", "070", "051", "042", "1588", "1544", "080")))
    )
    middle = "" if head in ("1588", "1544") else "".join(r.choice("0123456789") for _ in range(r.choice((3, 4, 4))))
    tail = "".join(r.choice("0123456789") for _ in range(4))
    joiner = r.choice(("에 ", "에 ", " ", ", "))
    return joiner.join(read_digits(p) for p in (head, middle, tail) if p)


def _hour(r: random.Random) -> str:
    part = r.choice(("오전 ", "오후 ", "저녁 ", "아침 ", "", ""))
    minute = r.choice(("", "", "", " 반", f" {read_number(r.randint(1, 59))} 분"))
    return f"{part}{read_native(r.randint(1, 12))} 시{minute}"


def _date(r: random.Random) -> str:
    year = f"이천{read_number(r.randint(15, 29))}년 " if r.random() < 0.12 else ""
    return f"{year}{r.choice(words.MONTHS)} {read_number(r.randint(1, 31))}일"


def _name(r: random.Random) -> str:
    return r.choice(words.SURNAMES) + r.choice(words.GIVEN) + (r.choice(words.GIVEN) if r.random() < 0.97 else "")


def _office(r: random.Random) -> str:
    kind = r.random()
    if kind < 0.25:
        return r.choice(words.CITY_OFFICES)
    if kind < 0.6:
        return f"{r.choice(words.DISTRICTS)} {r.choice(words.OFFICE_KINDS)}"
    if kind < 0.75:
        return r.choice(words.DISTRICTS) + "청"
    if kind < 0.88:
        return f"{r.choice(words.DONG)} {r.choice(('주민센터', '우체국', '파출소', '도서관', '복지관'))}"
    return r.choice(words.OFFICE_KINDS)


def _address(r: random.Random) -> str:
    if r.random() < 0.5:
        tail = f"{read_number(r.randint(1, 999))} 번지" if r.random() < 0.5 else f"{read_number(r.randint(1, 20))} 통"
        return f"{r.choice(words.DISTRICTS)} {r.choice(words.DONG)} {tail}"
    way = f" {read_number(r.randint(1, 99))} 길" if r.random() < 0.4 else ""
    return f"{r.choice(words.DISTRICTS)} {r.choice(words.STREETS)}{way} {read_number(r.randint(1, 400))}"


def _plate(r: random.Random) -> str:
    head = read_digits(str(r.randint(10, 999)), zero="공") if r.random() < 0.5 else read_number(r.randint(10, 99))
    return f"{head}{r.choice(words.PLATE)} {read_digits(f'{r.randint(0, 9999):04d}')}"


def _card(r: random.Random) -> str:
    return " ".join(read_digits(f"{r.randint(0, 9999):04d}") for _ in range(4))


def _rrn(r: random.Random) -> str:
    front = f"{r.randint(0, 99):02d}{r.randint(1, 12):02d}{r.randint(1, 28):02d}"
    return f"{read_digits(front)}에 {r.choice('일이삼사')}{read_digits(f'{r.randint(0, 999999):06d}')}"


_KO: dict[str, Callable[[random.Random], str]] = {
    "name": _name,
    "office": _office,
    "center": lambda r: r.choice(words.CENTERS),
    "phone": _phone,
    "amount": _amount,
    "digits": lambda r: _digits(r, 4, 12),
    "rrn": _rrn,
    "card": _card,
    "plate": _plate,
    "birth": lambda r: f"{read_number(r.randint(30, 99))}년 {_date(r)}" if r.random() < 0.6 else read_digits(f"{r.randint(0, 99):02d}{r.randint(1, 12):02d}{r.randint(1, 28):02d}"),
    "address": _address,
    "district": lambda r: r.choice(words.DISTRICTS) if r.random() < 0.7 else r.choice(words.DONG),
    "street": lambda r: r.choice(words.STREETS),
    "station": lambda r: r.choice(words.STATIONS),
    "exit": lambda r: f"{read_number(r.randint(1, 14))} 번",
    "bus": lambda r: read_number(r.choice((r.randint(1, 50), r.randint(100, 999), r.randint(1000, 9999)))) + " 번",
    "date": _date,
    "time": _hour,
    "minutes": lambda r: f"{read_number(r.randint(2, 90))} 분",
    "count": lambda r: read_number(r.choice((r.randint(2, 30), r.randint(2, 99), r.randint(100, 999)))),
    "houses": lambda r: f"{read_number(r.randint(5, 2000))} 세대",
    "percent": lambda r: f"{read_number(r.randint(1, 100))} 퍼센트",
    "age": lambda r: f"{read_number(r.randint(18, 90))} 세" if r.random() < 0.5 else f"{read_native(r.randint(18, 90))} 살",
    "weekday": lambda r: r.choice(words.WEEKDAYS),
    "doc": lambda r: r.choice(words.DOCS),
    "tax": lambda r: r.choice(words.TAXES),
    "item": lambda r: r.choice(words.ITEMS),
    "event": lambda r: r.choice(words.EVENTS),
    "bank": lambda r: r.choice(words.BANKS),
}  # fmt: skip


def _en_digits(r: random.Random, low: int, high: int) -> str:
    return " ".join(r.choice(words.EN_DIGITS) for _ in range(r.randint(low, high)))


_EN: dict[str, Callable[[random.Random], str]] = {
    "name": lambda r: f"{r.choice(words.EN_GIVEN)} {r.choice(words.EN_SURNAMES)}",
    "center": lambda r: r.choice(
        ("the Dasan Call Center", "the Seoul Call Center", "Seoul City", "the city help line")
    ),
    "office": lambda r: r.choice(words.EN_OFFICES),
    "topic": lambda r: r.choice(words.EN_TOPICS),
    "doc": lambda r: r.choice(words.EN_DOCS),
    "place": lambda r: r.choice(words.EN_PLACES),
    "amount": lambda r: read_english(r.randint(1, 999) * r.choice((10, 100, 1000))) + " won",
    "phone": lambda r: _en_digits(r, 7, 11),
    "digits": lambda r: _en_digits(r, 4, 9),
    "time": lambda r: read_english(r.randint(1, 12)) + r.choice((" o'clock", " thirty", " fifteen", " a.m.", " p.m.")),
    "weekday": lambda r: r.choice(words.EN_DAYS),
    "date": lambda r: f"{r.choice(words.EN_MONTHS)} {r.choice(words.EN_ORDINALS)}",
    "small": lambda r: read_english(r.randint(2, 40)),
}


def draw_slot(rng: random.Random, language: str, kind: str, split: Split) -> Slot:
    """A slot value of this split; a kind too small to have evaluation values gives any."""
    table = _KO if language == "ko" else _EN
    text = table[kind](rng)
    for _ in range(60):
        if reserved_for_evaluation(kind, text) == (split == "eval"):
            break
        text = table[kind](rng)
    return Slot(kind, text)


def read_templates(language: str) -> list[str]:
    """Template lines without headings."""
    lines = (_HERE / "templates" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


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
        english_share: float = 0.26,
    ) -> None:
        self._rng = rng
        self._split: Split = split
        self._ko = read_templates("ko")
        self._en = read_templates("en")
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
        if kind < 0.40:
            return self.template()
        if kind < 0.66 and self.wide:
            return _closed(r.choice(self.wide))
        if kind < 0.75 and self._words:
            return self._noun_phrases()
        if kind < 0.88:
            return self._slots()
        if kind < 0.93 and self._syllables:
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

    def _english_sentence(self) -> Sentence:
        r = self._rng
        kind = r.random()
        if kind < 0.55 or not self._english:
            return self.template("en")
        if kind < 0.82:
            text = r.choice(self._english)
        elif kind < 0.92:
            text = " ".join(r.choice(self._english_words) for _ in range(r.randint(2, 9)))
        else:
            kinds = ("name", "amount", "phone", "digits", "date", "time", "place", "topic", "doc", "office")
            text = ", ".join(draw_slot(r, "en", r.choice(kinds), self._split).text for _ in range(r.randint(1, 3)))
        return Sentence(text[0].upper() + text[1:] + ".", "en")


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
