"""A person corrects what was heard: the words of a turn, who said it, or which side is which.

A correction is a new transcript. Turns are never joined or taken out: turn 7 of an older version is turn 7 of every
newer one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from qa.call import PersonalData, Speaker, Transcript, Turn, masked_texts, nameless
from qa.errors import Refused
from qa.language.personal import find_personal_data
from qa.transcribe.retyped import MASK, retyped

LONGEST_ENGINE = 200  # characters, as the table has room for
_OTHER_SIDE = {Speaker.AGENT: Speaker.CITIZEN, Speaker.CITIZEN: Speaker.AGENT}
_FIX = re.compile(r" · person \d+, fix (\d+)$")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Difference:
    """A turn in which two versions of a transcript differ. Texts are masked."""

    turn: int
    old_text: str
    new_text: str
    old_speaker: Speaker
    new_speaker: Speaker


def with_text(
    transcript: Transcript, turn: int, text: str, speaker: Speaker | None = None, hide: Collection[str] = ()
) -> Transcript:
    """The transcript with the words of one turn as a person typed them into its masked text (`retyped` says how), said
    by `speaker`; None leaves who said it. `hide`: names that were hidden in that text too.

    What was hidden stays hidden; personal data that the new words show, in any turn, is hidden too. Raises `Refused`
    when there is no such turn, nothing changed, nothing is left, or masked words were edited.
    """
    old = _turn(transcript, turn)
    own = [each for each in transcript.personal if each.turn == turn]
    others = [each for each in transcript.personal if each.turn != turn]
    new = retyped(old, nameless(masked_texts(transcript)[turn], hide), own, text)
    if new is None and speaker in (None, old.speaker):
        raise _unchanged()
    said, hidden = new or (old, tuple(own))
    return _with_turns(
        transcript, _put(transcript.turns, turn, replace(said, speaker=speaker or old.speaker)), [*others, *hidden]
    )


def with_speaker(transcript: Transcript, turn: int, speaker: Speaker) -> Transcript:
    """The transcript with one turn said by another. Raises `Refused` when there is no such turn or nothing changes."""
    old = _turn(transcript, turn)
    if old.speaker is speaker:
        raise _unchanged()
    return _with_turns(transcript, _put(transcript.turns, turn, replace(old, speaker=speaker)), transcript.personal)


def swapped(transcript: Transcript) -> Transcript:
    """Agent for citizen and citizen for agent; who is unknown stays so. Raises `Refused` when nobody is known.

    Sides that were guessed are a person's word from then on. What was told apart by channel still is: a person only
    says whose channel is whose.
    """
    if not any(turn.speaker in _OTHER_SIDE for turn in transcript.turns):
        raise Refused(
            "상담사와 시민이 구분되지 않은 통화여서 서로 바꿀 수 없습니다. 발화마다 화자를 정해 주세요.",
            "Agent and citizen are not told apart in this call, so they cannot be swapped: "
            "set the speaker turn by turn.",
        )
    turns = tuple(replace(turn, speaker=_OTHER_SIDE.get(turn.speaker, turn.speaker)) for turn in transcript.turns)
    aside = tuple(replace(one, speaker=_OTHER_SIDE.get(one.speaker, one.speaker)) for one in transcript.set_aside)
    attribution = "person" if transcript.attribution == "guessed" else transcript.attribution
    new = replace(transcript, set_aside=aside, attribution=attribution)
    return _with_turns(new, turns, transcript.personal)


def differences(old: Transcript, new: Transcript) -> list[Difference]:
    """The turns that a correction changed, in order. What the newer version hides is hidden in the older text too."""
    was, now = masked_texts(old), masked_texts(new)
    return [
        Difference(turn, _masked_alike(was[turn], before, after, now[turn]), now[turn], before.speaker, after.speaker)
        for turn, (before, after) in enumerate(zip(old.turns, new.turns, strict=False))
        if (before.text, before.speaker) != (after.text, after.speaker)
    ]


def exchanged(old: Transcript, new: Transcript) -> bool:
    """Whether agent and citizen of the older version are the other way round in the newer, in most of the talk."""
    balance_s = 0.0
    for before, after in zip(old.turns, new.turns, strict=False):
        if before.speaker in _OTHER_SIDE and after.speaker in _OTHER_SIDE:
            length_s = before.end_s - before.start_s
            balance_s += length_s if before.speaker is not after.speaker else -length_s
    return balance_s > 0


def engine_of(engine: str, person_id: int, number: int) -> str:
    """The engine of a corrected transcript: what heard it, who corrected it, and the `number` of the correction."""
    mark = f" · person {person_id}, fix {number}"
    return _FIX.sub("", engine)[: LONGEST_ENGINE - len(mark)] + mark


def fix_number(engine: str) -> int:
    """Which correction of its call a transcript is, by its engine; 0 for what was heard or handed in."""
    found = _FIX.search(engine)
    return int(found[1]) if found else 0


def _turn(transcript: Transcript, turn: int) -> Turn:
    if not 0 <= turn < len(transcript.turns):
        raise Refused(
            "그런 발화가 없습니다. 페이지를 새로 고친 뒤 다시 선택해 주세요.",
            "There is no such turn: reload the page, then choose it again.",
        )
    return transcript.turns[turn]


def _put(turns: tuple[Turn, ...], place: int, turn: Turn) -> tuple[Turn, ...]:
    return (*turns[:place], turn, *turns[place + 1 :])


def _unchanged() -> Refused:
    return Refused("바뀐 내용이 없습니다.", "Nothing has changed.")


def _with_turns(transcript: Transcript, turns: tuple[Turn, ...], personal: Iterable[PersonalData]) -> Transcript:
    """`personal` and what the new turns show besides, in order of the call; those that overlap are one."""
    found: list[PersonalData] = []
    for item in sorted([*personal, *find_personal_data(turns)], key=lambda each: (each.turn, each.start, -each.end)):
        if found and found[-1].turn == item.turn and item.start < found[-1].end:
            found[-1] = replace(found[-1], end=max(found[-1].end, item.end))
        else:
            found.append(item)
    return replace(transcript, turns=turns, personal=tuple(found))


def _masked_alike(masked: str, old: Turn, new: Turn, new_masked: str) -> str:
    """The older text with its mask, and with words masked that only the newer version knows to be personal data."""
    places = [found.span() for found in _WORD.finditer(new_masked)]
    hidden = {new.text[a:b]: new_masked[a:b] for a, b in places if MASK in new_masked[a:b]}
    pieces = list(masked)
    for start, end in (found.span() for found in _WORD.finditer(masked)):
        pieces[start:end] = hidden.get(old.text[start:end], masked[start:end])
    return "".join(pieces)
