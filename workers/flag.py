"""Last stage: must a person look at this call, and why? And is it one of the random sample?"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from qa.call import Stage
from qa.errors import Misconfigured
from qa.scoring.flags import TECHNICAL, flags, name_of, technical_last
from qa.scoring.flags_history import DAYS, LAST_SCORES, below_own_level, with_repeat_contact, without_suggestions
from qa.scoring.rubric import Rubric, load_rubric
from qa.store import history, results
from qa.store.about import REPEAT_DAYS, earlier_contacts, keep_contacts
from qa.store.calls import CallAtHand
from qa.store.engine import Session
from qa.store.reviews import open_first_review
from workers.attempt import Bench, Progress, Write, carry_out


def run(call_id: int) -> None:
    carry_out(Stage.FLAG, call_id, _work)


def drawn(sha256: str, share: float) -> bool:
    """Whether a recording falls in the random sample: the first 64 bits of its hash as a number in [0, 1).

    A recording's hash is as good as random for what is said in it, cannot be chosen by anyone, and gives the same
    answer however often the stage runs.
    """
    return int(sha256[:16], 16) / 2**64 < share


def _work(at: Bench, call: CallAtHand, progress: Progress) -> Write:
    with at.store.reading() as session:
        transcript_id, transcript = results.transcript_of(session, call.call_id)
        measures = results.measures_of(session, transcript_id)
        evaluations = results.evaluations_of(session, call.call_id, transcript_id)
        hashes = [each.rubric_hash for each in evaluations]
        texts = results.rubric_texts(session, hashes)
        past = {each: history.past_scores(session, call.call_id, each, LAST_SCORES) for each in hashes}
        contacts = earlier_contacts(session, call.call_id)
        before = history.flagged_before(session, call.call_id, days=DAYS, leave_out=TECHNICAL)
    rubrics = {rubric.hash: rubric for rubric in _readable(texts)}
    raised = list(flags(transcript, measures, evaluations, rubrics.values()))
    for each in evaluations:
        name = name_of(each, rubrics.get(each.rubric_hash))
        if flag := below_own_level(name, each.score, past[each.rubric_hash]):
            raised.append(flag)
    found = without_suggestions(technical_last(raised), before, at.settings.flags_per_agent_week)
    enough = before >= at.settings.flags_per_agent_week and not any(flag.code == "repeat_call" for flag in found)
    if contacts and not enough:
        days_ago = (call.started_at - contacts[0].started_at).days
        same = any(contact.same_topic for contact in contacts)
        found = with_repeat_contact(found, len(contacts), days=REPEAT_DAYS, days_ago=days_ago, same_topic=same)
    share = at.settings.random_share
    by_chance = drawn(call.sha256, share)

    def write(session: Session) -> None:
        results.keep_flags(session, call.call_id, found)
        keep_contacts(session, call.call_id, len(contacts))
        in_sample = results.keep_draw(session, call.call_id, probability=share, drawn=by_chance)
        if evaluations:
            open_first_review(session, call.call_id, found, drawn=in_sample)

    return write


def _readable(texts: Iterable[tuple[str, str]]) -> list[Rubric]:
    """The rubrics this program can still read; of others the flags show the id."""
    found = []
    for name, text in texts:
        with suppress(Misconfigured):
            found.append(load_rubric(text, name=name))
    return found
