"""Last stage: must a person look at this call, and why? And is it one of the random sample?"""

from __future__ import annotations

from qa.call import Stage
from qa.scoring.flags import flags
from qa.store import results
from qa.store.calls import CallAtHand
from qa.store.engine import Session
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
        evaluations = results.evaluations_of(session, call.call_id)
    found = flags(transcript, measures, evaluations)
    share = at.settings.random_share

    def write(session: Session) -> None:
        results.keep_flags(session, call.call_id, found)
        results.keep_draw(session, call.call_id, probability=share, drawn=drawn(call.sha256, share))

    return write
