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
        Visit("admin", "/calls/{other_vendor}", ".card-score .problem"),
        Visit("admin", "/calls/{running}", "progress"),
        Visit("admin", "/calls/{stopped}", ".problem button"),
        Visit("admin", "/calls/{waiting}", ".stages .waiting"),
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
    "notices.notices": [Visit("suhyun", "/notices", ".notices .new"), Visit("minji", "/notices", ".empty")],
    "inbox.inbox": [
        Visit("suhyun", "/inbox", "a[href^='/reviews/']"),
        Visit("admin", "/inbox", ".pool button"),
        Visit("admin", "/inbox", empty=True),
    ],
    "reviews.review": [
        Visit("suhyun", "/reviews/{blind}", ".blind-note"),
        Visit("suhyun", "/reviews/{shown}", ".shown .evidence"),
    ],
    "history.of_call": [
        Visit("admin", "/calls/{full}/history", ".call-history ins"),
        Visit("admin", "/calls/{waiting}/history", ".call-history li"),
    ],
}
NO_PAGES = {
    "calls.home",  # sends on to the calls
    "calls.progress",  # a part of the page of a call, seen there
    "media.sound",
    "media.peaks",
    "answers.write_out",
    "status.health",
    "static",
    "notices.follow",  # sends on to what the notification is about
}
