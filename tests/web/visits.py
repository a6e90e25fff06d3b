"""Which pages there are to look at, and as whom: a row for every address of the desk that is a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Visit:
    """A page as one person sees it (`who` "": signed out); `shows`: what must stand on it, or it is another page.

    `empty`: at the centre that has no calls and no standard answers yet.
    """

    who: str
    path: str
    shows: str = "h1"
    empty: bool = False

    def __str__(self) -> str:
        return f"{self.who or 'nobody'}{'-empty' if self.empty else ''}:{self.path}"


PAGES = {
    "sign_in.form": [Visit("", "/sign-in", "#login"), Visit("", "/sign-in", ".demo button", empty=True)],
    "calls.calls": [
        Visit("admin", "/calls", ".score-short .pen"),
        Visit("minji", "/calls", ".score-short .candidate"),
        Visit("admin", "/calls?complaint=unkindness&stream=random", ".figures a"),
        Visit("admin", "/calls?text=no+such+words", ".empty"),
        Visit("admin", "/calls", ".empty", empty=True),
    ],
    "calls.call": [
        Visit("admin", "/calls/{full}", ".candidate button"),
        Visit("minji", "/calls/{full}", ".by-person"),
        Visit("minji", "/calls/{released}", ".objected form"),
        Visit("admin", "/calls/{other_vendor}", ".card-score .problem"),
        Visit("admin", "/calls/{running}", "progress"),
        Visit("admin", "/calls/{stopped}", ".problem button"),
        Visit("admin", "/calls/{waiting}", ".stages .waiting"),
        Visit("eunseo", "/calls/{corrected}", ".said .chip.person"),
    ],
    "answers.answers": [
        Visit("admin", "/answers", ".entries .kind"),
        Visit("minji", "/answers?only=withdrawn", ".chip.flagged"),
        Visit("admin", "/answers?text=zz&only=expired", ".empty"),
        Visit("admin", "/answers", ".of-file", empty=True),
    ],
    "answers.entry": [
        Visit("admin", "/answers/water", ".history li"),
        Visit("minji", "/answers/water", ".used li"),
        Visit("admin", "/answers/tow", ".gone a"),
    ],
    "answers.new": [Visit("admin", "/answers/new", "#id")],
    "answers.import_form": [Visit("admin", "/answers/import", ".columns")],
    "gaps.gaps": [
        Visit("admin", "/answers/gaps?days=365", ".gap form"),
        Visit("jiho", "/answers/gaps?days=365&kind=contradicted", ".gap"),
        Visit("admin", "/answers/gaps", ".empty", empty=True),
    ],
    "hand_in.form": [Visit("admin", "/hand-in", "#recordings")],
    "status.status": [Visit("admin", "/status", ".stopped details"), Visit("admin", "/status", empty=True)],
    "notices.notices": [Visit("suhyun", "/notices", ".notices .new"), Visit("jiho", "/notices", ".empty")],
    "inbox.inbox": [
        Visit("suhyun", "/inbox", "a[href^='/reviews/']"),
        Visit("admin", "/inbox", ".pool button"),
        Visit("suhyun", "/inbox?stream=random", ".saved-filters [aria-current]"),
        Visit("suhyun", "/inbox?purpose=second", ".empty"),
        Visit("admin", "/inbox", empty=True),
    ],
    "reviews.review": [
        Visit("suhyun", "/reviews/{blind}", ".blind-note"),
        Visit("suhyun", "/reviews/{shown}", ".shown .evidence"),
        Visit("suhyun", "/reviews/{shown}?fix=3", ".turn form.fix"),
        Visit("suhyun", "/reviews/{again}", "[data-again]"),
        Visit("suhyun", "/reviews/{anew}", "[data-changed]"),
    ],
    "corrections.of_call": [
        Visit("admin", "/calls/{corrected}/corrections", ".versions del"),
        Visit("minji", "/calls/{full}/corrections", ".versions .chip"),
    ],
    "results.results": [
        Visit("minji", "/results", ".own-trend .shares"),
        Visit("junho", "/results", ".own-list li"),
        Visit("minji", "/results", ".empty", empty=True),
    ],
    "disputes.disputes": [
        Visit("minji", "/disputes", ".dispute-list .reply"),
        Visit("eunseo", "/disputes", ".reversals td"),
        Visit("junho", "/disputes", ".empty"),
    ],
    "work.work": [
        Visit("eunseo", "/work", ".stranded form"),
        Visit("admin", "/work", ".rates dd"),
        Visit("taeo", "/work", ".hands .late"),
        Visit("admin", "/work", ".waiting-kinds", empty=True),
    ],
    "work.reviews": [
        Visit("admin", "/work/reviews?state=all", ".reviews .late"),
        Visit("eunseo", "/work/reviews?stream=picked&late=1", ".is-late"),
        Visit("admin", "/work/reviews", ".empty", empty=True),
    ],
    "policy.rules": [
        Visit("eunseo", "/policy", ".changes ins"),
        Visit("taeo", "/policy", ".standing-value"),
        Visit("admin", "/policy", "#reason", empty=True),
    ],
    "keys.keys": [Visit("minji", "/keys", "kbd")],
    "why.of_call": [
        Visit("admin", "/calls/{full}/why", ".why-list .chip"),
        Visit("suhyun", "/calls/{full}/why", ".why-list"),
    ],
    "calibration.listed": [
        Visit("admin", "/calibration", ".sessions .revealed"),
        Visit("haneul", "/calibration", ".sessions .open b"),
        Visit("admin", "/calibration", ".empty a.button", empty=True),
    ],
    "calibration_new.new": [
        Visit("admin", "/calibration/new?rubric=courtesy-ko&n=4&seed=1", ".proposal input"),
        Visit("taeo", "/calibration/new", "#rubric"),
        Visit("admin", "/calibration/new", ".empty", empty=True),
    ],
    "calibration.session": [
        Visit("admin", "/calibration/{session}", ".criterion[open] select"),
        Visit("sora", "/calibration/{session}", ".talk .for-rubric"),
        Visit("admin", "/calibration/{open_session}", "ul.progress progress"),
        Visit("suhyun", "/calibration/{open_session}", ".mine a"),
    ],
    "history.of_call": [
        Visit("admin", "/calls/{full}/history", ".call-history ins"),
        Visit("admin", "/calls/{waiting}/history", ".call-history li"),
    ],
}
NO_PAGES = {
    "calls.home",  # sends on to where the person's work is
    "disputes.cases",
    "corrections.waiting",  # a part of the page of a review, seen there
    "calls.progress",  # a part of the page of a call, seen there
    "media.sound",
    "media.peaks",
    "answers.write_out",
    "status.health",
    "static",
    "notices.follow",  # sends on to what the notification is about
}
