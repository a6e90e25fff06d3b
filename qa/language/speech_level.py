"""Speech level of each sentence, from its final ending: 합쇼체, 해요체 or 반말.

Only the final ending decides; an honorific word inside a sentence ("께서") does not make it polite. Clauses that are
not finished, bare nouns, interjections ("네"), quoted speech ("안 된다고 하셨어요") and talking to oneself while
looking something up ("어디 보자") have no level.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from qa.language.hangul import is_hangul
from qa.language.morphemes import Morpheme, morphemes


class Level(StrEnum):
    FORMAL = "formal"  # 합쇼체: -습니다, -습니까, -십시오
    POLITE = "polite"  # 해요체: -요, -죠
    PLAIN = "plain"  # 반말: -어, -지, -야, -니, -자, -라
    NONE = "none"  # fragment, quotation, self-talk


@dataclass(frozen=True, slots=True)
class SentenceLevel:
    """Characters [start, end) of the text and how they end. `ending` is the final ending as Kiwi names it, "" without
    one.

    `one_syllable_from_polite`: adding 요 would make it polite, so a recogniser that lost one syllable explains it too.
    """

    level: Level
    start: int
    end: int
    ending: str
    imperative: bool = False
    one_syllable_from_polite: bool = False


_FORMAL = re.compile(r"(니다|[ㅂ습읍]니까|십시오|시오|ㅂ시다|읍시다|십시요|나이다)$")
_POLITE = re.compile(r"(요|죠|여|용|욤|쥬|세여|까여|지오|에유|어유)$")  # 여, 용: how 요 is often misheard
# Endings that 요 would make polite, and those among them that are self-talk or unfinished as often as 반말.
_TAKES_YO = frozenset(
    "어 아 지 네 ㄹ게 을게 ㄹ래 을래 거든 잖아 는데 ㄴ데 은데 군 ㄹ까 을까 나 ㄴ가 은가 는가 고 니까 "
    "더라고 던데".split()
)
_WEAK = frozenset("네 군 ㄹ까 을까 나 ㄴ가 은가 는가 고 니까 는데 ㄴ데 은데 더라고 던데".split())
_NEVER_POLITE = frozenset(
    "야 니 냐 으냐 느냐 자 라 어라 아라 거라 으라 라고 다고 라니까 다니까 냐고 자고 마 ㄴ다 는다 다 란다 단다 구나 "
    "는구나 구만 냐니까 ㄴ다니까 는다니까".split()
)
_PLAIN_STRONG = (_TAKES_YO - _WEAK) | _NEVER_POLITE
# The end of a polite sentence with one letter or syllable heard wrong: 됩뉘다, 하겠습다, 알았어묘.
_GARBLED_POLITE = re.compile(
    r"(?:[니늬뉘미네닌][다타더]|니[가-힣]|[습합됩]다|[가-힣](?:여|유|용)|[어아세네데게까지예에고]오)[.?!]?$"
)
_IMPERATIVE = frozenset("라 어라 아라 거라 으라 십시오 ㅂ시오 읍시오 세요 으세요 셔요 시오".split())
# What people mutter to themselves while they search; it is not said to the citizen.
_SELF_TALK = re.compile(
    r"(어디 ?보자|보자 ?보자|^보자|뭐였더라|뭐더라|뭐지|어딨지|어디 ?있[지나더]|여기 ?있[네다구]"
    r"|나왔다|됐다|떴다|글쎄|있더라|아니지|그렇지|그치|맞다|아 ?참|어떡해|어떻게 해|어쩌나|어쩌지"
    r"|^(?:아이고|아이구|에구|에고|어머|저런|세상에)[^.?!]{0,12}$)"
)
# 가셨구나: wondering at what the citizen did, with the citizen honoured.
_WONDERING = frozenset("구나 는구나 군 구만 구먼".split())
_IN_QUOTES = re.compile(r"[\"“][^\"“”]*[\"”]|(?<!\w)['‘][^'‘’]*['’]")
_QUOTING = re.compile(
    r"^\s*(고|라고|는|하고|[그이]렇게)?\s*(하|그러|그랬|했|하셨|말씀|설명|적혀|쓰여|나와|나오|물어|여쭤|안내)"
)
# What needs no morphemes: sentences between marks that end politely and hold nothing that may end another one.
_PIECE = re.compile(r"[^.?!…]*[^.?!…\s][^.?!…]*[.?!…]*")
_ENDS_FORMALLY = re.compile(r"(?:니다|니까|십시오)$")
_ENDS_POLITELY = re.compile(r"(?:[가-힣]요|[가-힣]죠)$")
_SAYS_NOTHING = re.compile(r"(?:(?:네+|예+|아+|어+|음+|으음|흠|여보세요)[\s,~]*)+$")
_WITH_RIEUL = "".join(chr(code) for code in range(ord("가") + 8, ord("힣") + 1, 28))  # 할, 줄 … before 게 and 래
_MAY_END_INSIDE = re.compile(
    rf"(?:[가-힣][냐니자라군마]|[^셔어아해돼와]야|[^는은인던까]지(?!\s(?:않|못|말|마|안))|(?<!니)다|[{_WITH_RIEUL}](?:게|래)|거든|잖아|구나"
    r"|[어아해돼줘봐와와써려겨펴쳐져셔](?!\s(?:드|주|줄|보|볼|봐|놓|두|있|계|달|버)))(?=[\s,])"
)
_IN_PASSING = re.compile(r"(?:[다라냐자]고|(?:한|된|는|간|온|난|인|준|린|진|쓴|든|신)다)$")
_VOWEL_YO = 12  # ㅛ, as the twelfth vowel of Unicode's order
_ENDS_SENTENCE = frozenset({"SF"})


def speech_levels(text: str) -> tuple[SentenceLevel, ...]:
    """One item for each sentence of `text`, in order. Takes about 0.3 ms an utterance."""
    found: list[SentenceLevel] = []
    sentence: list[Morpheme] = []
    parts = morphemes(text)
    for place, part in enumerate(parts):
        following = parts[place + 1] if place + 1 < len(parts) else None
        sentence.append(part)
        if _closes(part, following):
            found.append(_judge(text, sentence, following))
            sentence = []
    if sentence:
        found.append(_judge(text, sentence, None))
    return tuple(item for item in found if item.end > item.start)


def surely_polite(text: str) -> bool | None:
    """Whether sentences are finished in `text`, where letters alone show that all are polite; None where morphemes have
    to tell.

    Far cheaper than :func:`speech_levels`, and enough for much of what agents say.
    """
    finished = False
    for match in _PIECE.finditer(text):
        said = match[0].rstrip(" .?!…")
        if _SAYS_NOTHING.match(said.lstrip()):
            continue
        if not (_ENDS_FORMALLY.search(said) or _ENDS_POLITELY.search(said)) or _MAY_END_INSIDE.search(said):
            return None
        finished = True
    return finished


def plain_sentences(text: str) -> tuple[SentenceLevel, ...]:
    """The sentences of `text` that are 반말 without doubt."""
    return tuple(item for item in speech_levels(text) if item.level is Level.PLAIN)


def _closes(part: Morpheme, following: Morpheme | None) -> bool:
    if part.tag in _ENDS_SENTENCE:
        return True
    ended = part.tag == "EF" or (part.tag == "JX" and part.form in ("요", "여"))
    if not ended or (following is not None and following.start == part.end and following.tag[0] not in "SJ"):
        return False  # the word goes on (알았어묘): an ending in the middle of a word is a slip
    return following is None or not (
        following.tag in _ENDS_SENTENCE or (following.tag == "JX" and following.form in ("요", "여"))
    )


def _judge(text: str, sentence: list[Morpheme], following: Morpheme | None) -> SentenceLevel:
    start, end = sentence[0].start, sentence[-1].end
    words = [part for part in sentence if part.tag not in _ENDS_SENTENCE]
    while words and words[-1].tag.startswith("S"):
        words.pop()
    nothing = SentenceLevel(Level.NONE, start, end, "")
    if not words:
        return nothing
    last = words[-1]
    if last.tag == "JX" and last.form in ("요", "여"):
        return SentenceLevel(Level.POLITE, start, end, last.form)
    if last.tag != "EF":
        return nothing
    ending, imperative = last.form, last.form in _IMPERATIVE
    if _FORMAL.search(ending):
        return SentenceLevel(Level.FORMAL, start, end, ending, imperative)
    if _POLITE.search(ending):
        return SentenceLevel(Level.POLITE, start, end, ending, imperative)
    said = text[start:end]
    if _sounds_polite(said) and not ending.endswith(("다니까", "라니까", "냐니까")):
        return SentenceLevel(Level.POLITE, start, end, ending, imperative)
    honoured = any(part.tag == "EP" and part.form in ("시", "으시") for part in words)
    if ending not in _PLAIN_STRONG or _SELF_TALK.search(said) or (ending in _WONDERING and honoured):
        return SentenceLevel(Level.NONE, start, end, ending)
    if _quoted(text, end, following) or any(m.start() < end <= m.end() for m in _IN_QUOTES.finditer(text)):
        return SentenceLevel(Level.NONE, start, end, ending)
    return SentenceLevel(Level.PLAIN, start, end, ending, imperative, ending in _TAKES_YO)


def _sounds_polite(said: str) -> bool:
    bare = said.rstrip(" .?!,")
    if not bare or not is_hangul(bare[-1]):
        return False
    vowel = (ord(bare[-1]) - ord("가")) // 28 % 21
    return vowel == _VOWEL_YO or bool(_GARBLED_POLITE.search(bare))


def _quoted(text: str, end: int, following: Morpheme | None) -> bool:
    """Whether the sentence ending here is reported, not said: followed by 고/라고 or a verb of saying; or told in
    passing (뭐냐고, …), or one of several (된다 안 된다 말씀을 …).
    """
    if following is None:
        return False
    if _IN_PASSING.search(text[:end]) and text[end : end + 1] in (",", " "):
        return True
    return following.tag == "JKQ" or bool(_QUOTING.match(text[end : end + 8]))
