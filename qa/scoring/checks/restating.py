"""복창: does the agent take up, in so many words, what the citizen stated, and say back the numbers given?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from qa.call import Sentence, Speaker, Turn
from qa.language.content import content_words, shared_words
from qa.language.digit_strings import find_digit_strings
from qa.language.questions import asks, sentences
from qa.language.sentences import sentence_around
from qa.scoring.check import NO, PARTLY, YES, Check, Judgement, cannot_tell, not_applicable, rated
from qa.scoring.hearing import Hearing, Hit
from qa.scoring.parts import Group

if TYPE_CHECKING:
    from qa.scoring.rubric import Criterion

_ANSWERING_TURNS = 2  # how many turns of the agent after the matter may take it up
_LOOKED_THROUGH = 4  # how many must show no trace of it before it counts as left out
_FEWEST_DIGITS = 4
_WORD = re.compile(r"[\w]+")
_A_COUNT = re.compile(r"(?:네,? )?\S{1,5} ?번(?:이요|요|이에요|입니다|)[.?]?")  # a bus number is no data of the citizen
_ENDING = re.compile(r"(?:이에요|예요|입니다|이요|요|이고요|고요)$")
_NEVER_ALOUD = frozenset(("rrn", "card", "account"))


class Restating(Check):
    """Where the citizen gives data (a number, an address, a name, a date), the agent says it back.

    `yes`: always, or the matter itself was taken up; `partly`: at times; `no`: not a word of it. *Not applicable* where
    no data was given and nothing taken up; *cannot tell* when it is not clear what came back. Numbers that must not be
    said aloud (resident registration, card, account) are left out.
    """

    kind: Literal["restating"]
    form: Group = Field(description="How taking up sounds: “… 말씀이시죠”, “so you are asking about …”.")
    data: Group | None = Field(None, description="How giving data sounds: a name, an address, a date.")
    fewest_words: Annotated[int, Field(ge=1, le=20, description="Content words that make a matter.")] = 3
    long_question_words: Annotated[int, Field(ge=5, le=100, description="So long a question is a matter, too.")] = 18

    @property
    def gives(self) -> frozenset[str]:
        return frozenset((YES, PARTLY, NO))

    def judge(self, hearing: Hearing, criterion: Criterion) -> Judgement:
        own = hearing.turns(criterion.who, criterion.window)
        told = [item for item in hearing.turns(Speaker.CITIZEN) if any(place > item[0] for place, _ in own)]
        outcomes: list[tuple[str, Hit, Hit | None]] = []
        matter = next((item for item in told if self._is_matter(item[1].text)), None)
        if matter and (taken := self._matter(hearing, own, matter))[0] == YES:
            outcomes.append(taken)
        numbers = [found for item in told if (found := self._number(hearing, own, item)) is not None]
        data = [found for item in told if (found := self._data(hearing, own, item)) is not None]
        if any(state == YES for state, _, _ in (*outcomes, *numbers, *data)):
            data = [found for found in data if found[0] == YES]  # not every word has to come back, but every number
        numbers += data
        if any(state == YES for state, _, _ in outcomes):
            numbers = [found for found in numbers if found[0] == YES]  # the matter was taken up: no fault for a number
        outcomes += numbers
        if not outcomes:
            kind = self._volunteered(hearing, own, told)
            if kind:
                quote = hearing.quote_sentence(kind)
                return rated(YES, kind.sureness, _taken_up(quote.quote), quote)
            return not_applicable(
                "되짚어 확인할 만한 내용을 시민이 말하지 않았습니다.",
                "The citizen stated nothing that needed to be said back.",
            )
        good = [back for state, _, back in outcomes if state == YES and back]
        bad = [cue for state, cue, _ in outcomes if state == NO]
        if not bad:
            if good:
                quote = hearing.quote_sentence(good[0])
                return rated(YES, min(hit.sureness for hit in good), _taken_up(quote.quote), quote)
            cue = hearing.quote_sentence(outcomes[0][1])
            return cannot_tell(
                0.5,
                Sentence(
                    f"시민의 말(“{cue.quote}”)을 일부만 받아 말해 복창인지 분명하지 않습니다. 직접 듣고 판단해 주세요.",
                    f"Only part of what the citizen said (“{cue.quote}”) came back; please judge if that restates it.",
                ),
                cue,
            )
        cue = hearing.quote_sentence(bad[0])
        reason = Sentence(
            f"시민이 말한 내용(“{cue.quote}”)을 되짚어 확인하지 않았습니다.",
            f"What the citizen stated (“{cue.quote}”) was not said back.",
        )
        confidence = min(
            hearing.omission_confidence(criterion.who, criterion.window), *(hit.sureness for hit in bad), 0.9
        )
        return rated(
            PARTLY if good else NO, confidence, reason, cue, *(hearing.quote_sentence(hit) for hit in good[:2])
        )

    def _is_matter(self, text: str) -> bool:
        """More than a plain question, and enough in it to be said back."""
        stated = tuple((each.start, each.end) for each in sentences(text) if not asks(each))
        return len(content_words(text, stated)) >= self.fewest_words or len(text.split()) >= self.long_question_words

    def _matter(
        self, hearing: Hearing, own: list[tuple[int, Turn]], matter: tuple[int, Turn]
    ) -> tuple[str, Hit, Hit | None]:
        place, turn = matter
        cue = Hit(place, 0, len(turn.text), hearing.sureness(place, 0, len(turn.text)))
        after = [item for item in own if item[0] > place]
        words = content_words(turn.text)
        traces = 0
        for at, (answer_place, answer) in enumerate(after[:_LOOKED_THROUGH]):
            shared = shared_words(words, answer.text)
            form = hearing.find(self.form, [(answer_place, answer)])
            if (at < _ANSWERING_TURNS or form) and shared and (form or len(shared) > 1):
                hit = form or Hit(answer_place, *shared[0], hearing.sureness(answer_place, *shared[0]))
                return YES, cue, hit
            traces += len(shared) + (form is not None)
        return (NO if not traces else "unsure"), cue, None

    def _number(
        self, hearing: Hearing, own: list[tuple[int, Turn]], item: tuple[int, Turn]
    ) -> tuple[str, Hit, Hit | None] | None:
        place, turn = item
        if any(found.turn == place and found.kind in _NEVER_ALOUD for found in hearing.personal):
            return None
        given = next((d for d in find_digit_strings(turn.text, least=_FEWEST_DIGITS) if "?" not in d.digits), None)
        if given is None:
            return None
        cue = Hit(place, given.start, given.end, hearing.sureness(place, given.start, given.end))
        tail = given.digits[-_FEWEST_DIGITS:]
        before = [said.digits for at, turn in own if at < place for said in find_digit_strings(turn.text)]
        if any(tail in said or _same_beginning(given.digits, said) for said in before):
            return None  # the citizen repeats what the agent has given, a digit lost by one of them or not
        for answer_place, answer in [item for item in own if item[0] > place][:_LOOKED_THROUGH]:
            for back in find_digit_strings(answer.text, least=_FEWEST_DIGITS):
                if tail in back.digits or given.digits[:_FEWEST_DIGITS] in back.digits:
                    return (
                        YES,
                        cue,
                        Hit(answer_place, back.start, back.end, hearing.sureness(answer_place, back.start, back.end)),
                    )
            if hearing.find(self.form, [(answer_place, answer)]) and find_digit_strings(answer.text, least=2):
                return "unsure", cue, None
        return NO, cue, None

    def _data(
        self, hearing: Hearing, own: list[tuple[int, Turn]], item: tuple[int, Turn]
    ) -> tuple[str, Hit, Hit | None] | None:
        """A name, an address, a date: one word or number of it in the next turns is enough."""
        place, turn = item
        given = hearing.find(self.data, [item]) if self.data else None
        if given is None or any(found.turn == place and found.kind in _NEVER_ALOUD for found in hearing.personal):
            return None
        if _A_COUNT.fullmatch(turn.text.strip()):
            return None
        _, sentence = sentence_around(turn.text, given.start)
        if self._repeats(sentence, [said for at, said in own if at < place]):
            return None
        words = content_words(turn.text)
        digits = {found.digits for found in find_digit_strings(turn.text, least=2)}
        for answer in [each for each in own if each[0] > place][:_ANSWERING_TURNS]:
            shared = shared_words(words, answer[1].text)
            back = next((d for d in find_digit_strings(answer[1].text, least=2) if d.digits in digits), None)
            if shared or back:
                start, end = shared[0] if shared else (back.start, back.end) if back else (0, 0)
                return YES, given, Hit(answer[0], start, end, hearing.sureness(answer[0], start, end))
            if hearing.find(self.form, [answer]):
                return "unsure", given, None
        return NO, given, None

    @staticmethod
    def _repeats(sentence: str, before: list[Turn]) -> bool:
        """Whether the citizen says back what the agent has just given."""
        words = [_ENDING.sub("", word) for word in _WORD.findall(sentence)]
        words = [word for word in words if len(word) > 1]
        said = " ".join(each.text for each in before[-_ANSWERING_TURNS:])
        return any(len(word) > 2 and word in said for word in words) or (
            bool(words) and 2 * sum(word in said for word in words) >= len(words)
        )

    def _volunteered(self, hearing: Hearing, own: list[tuple[int, Turn]], told: list[tuple[int, Turn]]) -> Hit | None:
        """A short question taken up although nobody asks for it."""
        for place, turn in told:
            after = next((item for item in own if item[0] > place), None)
            form = hearing.find(self.form, [after]) if after else None
            if after and form and shared_words(content_words(turn.text), after[1].text):
                return form
        return None


def _same_beginning(one: str, other: str) -> bool:
    return len(min(one, other, key=len)) > _FEWEST_DIGITS and one[: _FEWEST_DIGITS + 2] == other[: _FEWEST_DIGITS + 2]


def _taken_up(quote: str) -> Sentence:
    return Sentence(f"시민의 말을 되짚어 확인했습니다: “{quote}”", f"What the citizen said was taken up: “{quote}”")
