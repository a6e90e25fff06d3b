"""What the citizen says that a person should hear: that it is not the first call about it, that a complaint follows."""

from __future__ import annotations

from collections.abc import Iterator

from qa.call import Flag, Sentence, Speaker
from qa.language.knowledge import find_ways, named
from qa.scoring.hearing import BADLY_HEARD_WORD, Hearing

# Flag, the ways of saying it in either language, and its sentence with the citizen's words.
_SAID = (
    (
        "complaint",
        ("complains", "will_file", "complains_en"),
        Sentence(
            "시민이 항의했거나 정식으로 불만을 제기하겠다고 말했습니다: “{said}”", "The citizen complains: “{said}”"
        ),
    ),
    (
        "repeat_call",
        ("called_before", "called_before_en"),
        Sentence(
            "시민이 같은 일로 전에도 전화했다고 말했습니다: “{said}”",
            "The citizen says that this is not the first call about it: “{said}”",
        ),
    ),
)


def flags_of_citizen(hearing: Hearing) -> Iterator[Flag]:
    """One flag for each thing said, at the turn in which it is said first."""
    for code, names, sentence in _SAID:
        for place, turn in hearing.turns(Speaker.CITIZEN):
            # Words that may have been others are put into nobody's mouth: no slip is repaired, nothing unclear counts.
            every = (each for name in names for each in find_ways(named((name,)), turn.text, kindly=False))
            found = min(every, key=lambda each: each.start, default=None)
            if found is None or hearing.sureness(place, found.start, found.end) < BADLY_HEARD_WORD:
                continue
            said = hearing.quote(place, found.start, found.end).quote
            yield Flag(
                code,
                Sentence(sentence.ko.format(said=said), sentence.en.format(said=said)),
                turn.start_s,
                turn.end_s,
            )
            break
