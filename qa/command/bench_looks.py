"""Every page of the desk and who would open it how: the one table `qa bench pages` goes by.

A page that is new on the desk fails a test until it has a row here, or stands among those that are no pages.
"""

from __future__ import annotations

from dataclasses import dataclass

EVERYBODY = ("administrator", "manager", "manager of a vendor", "evaluator", "evaluator of a vendor", "coach", "agent")
LEADS = ("administrator", "manager", "manager of a vendor")
JUDGES = (*LEADS, "evaluator", "evaluator of a vendor")


@dataclass(frozen=True)
class Look:
    """An address, and the roles that open it. `{call}`, `{page}` … stand for what `qa.store.specimens` finds, another
    one each time; where nothing is found the row is left out.
    """

    path: str
    roles: tuple[str, ...]


PAGES: dict[str, tuple[Look, ...]] = {
    "sign_in.form": (Look("/sign-in", ("",)),),
    "calls.calls": (
        Look("/calls", EVERYBODY),
        Look("/calls?page={page}", ("administrator", "manager of a vendor", "evaluator")),
        Look("/calls?page=3", ("agent",)),
        Look("/calls?stream=flagged", ("administrator", "manager of a vendor")),
        Look("/calls?stream=random", ("administrator", "evaluator")),
        Look("/calls?since={day}", ("administrator", "coach")),
        Look("/calls?agent={agent}", ("administrator", "coach")),
        Look("/calls?flag={flag}", ("administrator", "evaluator")),
        Look("/calls?topic={topic}", ("administrator", "manager of a vendor")),
        Look("/calls?state=stopped", ("administrator",)),
        Look("/calls?state=done", ("administrator",)),
        Look("/calls?complaint=waiting&resolved=no", ("administrator",)),
        Look("/calls?transferred=yes&reason=report", ("administrator", "manager of a vendor")),
        Look("/calls?repeat=yes", ("administrator",)),
        Look("/calls?waiting=30", ("administrator",)),
        Look("/calls?text=수도", ("administrator", "manager of a vendor", "agent")),
        Look("/calls?text=옥상+텃밭+마포구", ("administrator", "evaluator")),
        Look("/calls?text=없는말없는말", ("administrator",)),
        Look("/calls?text=감사합니다", ("administrator",)),
    ),
    "calls.call": (Look("/calls/{call}", ("administrator", "manager")), Look("/calls/{own_call}", ("agent",))),
    "history.of_call": (Look("/calls/{call}/history", ("administrator",)),),
    "inbox.inbox": (Look("/inbox", JUDGES),),
    "reviews.review": (Look("/reviews/{blind}", ("evaluator",)), Look("/reviews/{shown}", ("evaluator",))),
    "answers.answers": (Look("/answers", ("administrator", "agent")), Look("/answers?text=수도", ("agent",))),
    "answers.entry": (Look("/answers/{entry}", ("administrator", "agent")),),
    "answers.new": (Look("/answers/new", ("administrator",)),),
    "answers.import_form": (Look("/answers/import", ("administrator",)),),
    "gaps.gaps": (
        Look("/answers/gaps", ("administrator", "manager of a vendor", "evaluator", "coach")),
        Look("/answers/gaps?days=365", ("administrator",)),
        Look("/answers/gaps?kind=contradicted", ("administrator",)),
    ),
    "results.results": (Look("/results", ("agent",)), Look("/results?page=2", ("agent",))),
    "disputes.disputes": (Look("/disputes", ("administrator", "manager of a vendor", "evaluator", "agent")),),
    "work.work": (Look("/work", LEADS),),
    "work.reviews": (Look("/work/reviews", LEADS), Look("/work/reviews?page=20", ("administrator",))),
    "policy.rules": (Look("/policy", ("administrator", "manager of a vendor")),),
    "keys.keys": (Look("/keys", ("evaluator",)),),
    "why.of_call": (Look("/calls/{call}/why", ("administrator",)),),
    "corrections.of_call": (Look("/calls/{call}/corrections", ("administrator",)),),
    "calibration.listed": (Look("/calibration", ("manager", "evaluator")),),
    "calibration.session": (Look("/calibration/{session}", ("manager",)),),
    "calibration_new.new": (Look("/calibration/new", ("manager", "manager of a vendor")),),
    "notices.notices": (Look("/notices", EVERYBODY),),
    "hand_in.form": (Look("/hand-in", ("evaluator",)),),
    "status.status": (Look("/status", LEADS),),
    "status.health": (Look("/health", ("",)),),
}
NO_PAGES = frozenset(
    {
        "calls.home",  # sends on to the calls
        "calls.progress",  # a part of the page of a call, asked for while the machine works
        "corrections.waiting",  # a part of the form, asked for while a correction is scored
        "disputes.cases",  # a file
        "media.sound",
        "media.peaks",
        "answers.write_out",
        "notices.follow",  # sends on to what the notification is about
        "static",
    }
)
