"""The words that tell what a call was about: the citizen's, by how often they are said and how telling they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from qa.answers.matter_terms import stem, terms
from qa.answers.matters import Matters
from qa.call import Speaker, Turn
from qa.language.hangul import is_hangul
from qa.language.morphemes import morphemes
from qa.language.names import find_own_name
from qa.language.openings import find_introduced_name

MOST = 8
_KNOWN = 1.5  # a word of the standard answers tells more than one of the citizen's own story
_TAKEN_UP = 1.3  # … and so does one that the agent takes up
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]{2,}")


def keywords(turns: Sequence[Turn], matters: Matters) -> tuple[str, ...]:
    """At most `MOST`, the most telling first. Names of persons and places are left out unless the answers know them."""
    introduced = {name for turn in turns if turn.speaker is Speaker.AGENT for name in _own_names(turn.text)}
    agent = {term for turn in turns if turn.speaker is Speaker.AGENT for term in terms(turn.text)}
    said: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for turn in turns:
        if turn.speaker is Speaker.CITIZEN:
            for term, word in _words(turn.text, matters):
                if word not in introduced:
                    said[term] += 1
                    shown.setdefault(term, word)
    worth = {
        term: (1 + count) ** 0.5
        * matters.rarity(term)
        * (_KNOWN if matters.knows(term) else 1.0)
        * (_TAKEN_UP if term in agent else 1.0)
        for term, count in said.items()
    }
    return tuple(shown[term] for term in sorted(worth, key=lambda term: (-worth[term], term))[:MOST])


def _own_names(text: str) -> list[str]:
    found = find_own_name(text) or find_introduced_name(text)
    return [text[found[0] : found[1]].lower(), *text[found[0] : found[1]].lower().split()] if found else []


def _words(text: str, matters: Matters) -> list[tuple[str, str]]:
    """Each term and the word to show for it."""
    kept = set(terms(text))
    if not any(is_hangul(letter) for letter in text):
        words = [(stem(match[0].lower()), match[0].lower()) for match in _WORD.finditer(text)]
        named = {
            stem(match[0].lower()) for match in _WORD.finditer(text) if match[0][0].isupper() and match.start() > 0
        }
        return [(term, word) for term, word in words if term in kept and (term not in named or matters.knows(term))]
    return [
        (part.form.lower(), part.form)
        for part in morphemes(text)
        if part.form.lower() in kept
        and len(part.form) > 1
        and (part.tag == "NNG" or (part.tag in ("NNP", "SL") and matters.knows(part.form.lower())))
    ]
