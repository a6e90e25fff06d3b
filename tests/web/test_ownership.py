"""Every address × every person × every thing that is somebody's: what is not yours answers as if it did not exist.

The things carry words of their own (canaries); each page that anybody gets is searched for those that are not theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from qa.call import Sentence
from qa.desk import dispute, draft, evaluate, filters, inbox, notes
from qa.desk.dispute import Objecting
from qa.desk.draft import Said
from qa.desk.notify import notify
from qa.store.engine import Store
from qa.store.pages import call_page
from qa.store.review_tables import Notification, SavedFilter
from qa.store.reviews import Purpose
from tests.calibrating import begin
from tests.cast import Cast, person, token, unreleased
from tests.web.test_matrix import ROLE

NOBODY: frozenset[str] = frozenset()
OF_ONE_VENDOR = frozenset({"sora", "jiho", "taeo"})
OF_ALL = frozenset({"suhyun", "eunseo", "admin"})

# Whose each word is: nobody else may read it anywhere.
CANARIES = {
    "카나리아초안": frozenset({"suhyun"}),
    "카나리아메모": frozenset({"suhyun", "taeo", "eunseo", "admin"}),  # managers read the history of a call
    "카나리아칭찬": frozenset({"minji", "eunseo"}),  # who was praised, and who approves
    "카나리아이의": frozenset({"minji", "jiho", "taeo", "eunseo", "admin"}),  # evaluators may still have to answer it
    "카나리아알림": frozenset({"suhyun"}),
    "카나리아조건": frozenset({"admin"}),
    "카나리아캘리": frozenset({"sora", "taeo", "eunseo", "admin"}),  # its rater, its leader, the leaders of all vendors
    "박준호": frozenset({"junho", "haneul"}) | OF_ALL,  # an agent of the other vendor
    "수도요금-자동납부": frozenset({"minji"}) | OF_ONE_VENDOR | OF_ALL,  # what a call of 한빛 came as
}


@dataclass(frozen=True)
class Things:
    """Ids by the name of the argument; `owner`: who may open it. Calls have their own table in test_matrix.py."""

    ids: dict[str, list[int | str]]
    owner: dict[tuple[str, int | str], frozenset[str]]


@pytest.fixture
def things(desk: Store, cast: Cast) -> Things:
    with desk.writing() as session:
        suhyun = person(session, "suhyun")
        notify(session, [suhyun.id], "assigned", Sentence("카나리아알림", "카나리아알림"), "/inbox")
        filters.keep(session, person(session, "admin"), "calls.calls", "카나리아조건", "text=카나리아조건")
    unreleased(desk, cast.folder, seed=21)
    with desk.writing() as session:
        suhyun = person(session, "suhyun")
        review = inbox.take_next(session, suhyun, Purpose.FIRST, "flagged")
        assert review is not None
        draft.save(session, suhyun, review.id, Said("", "opinion", note="카나리아초안"))
        note = notes.pin(session, suhyun, review.id, 2.0, "카나리아메모", for_agent=False)
    disputed = _disputed(desk, cast.calls["full"])
    _praised(desk, cast)
    calibration = begin(desk, [cast.calls["teammate"]], ["sora", "taeo"], leader="taeo", title="카나리아캘리")
    with desk.reading() as session:
        who = person(session, "suhyun").id
        notice = session.scalars(select(Notification.id).where(Notification.kind == "assigned")).first()
        kept = session.scalars(select(SavedFilter.id)).one()
    assert notice is not None
    calls = [cast.calls[name] for name in ("full", "teammate", "other_vendor")] + [review.call_id]
    ids: dict[str, list[int | str]] = {
        "call_id": list(calls), "review_id": [review.id], "note_id": [note], "dispute_id": [disputed],
        "notice_id": [notice], "filter_id": [kept], "rating_id": [1], "finding_id": [1], "id": ["water"],
        "rubric": ["courtesy-ko"], "session_id": [calibration], "person_id": [who],
    }  # fmt: skip
    owner = {
        ("review_id", review.id): frozenset({"suhyun"}),
        ("note_id", note): frozenset({"suhyun"}),
        ("dispute_id", disputed): frozenset({"minji"}),
        ("notice_id", notice): frozenset({"suhyun"}),
        ("filter_id", kept): frozenset({"admin"}),
        ("session_id", calibration): CANARIES["카나리아캘리"],
    }
    return Things(ids, owner)


def _disputed(desk: Store, call_id: int) -> int:
    with desk.writing() as session:
        page = call_page(session, call_id)
        assert page is not None
        rating = next(each for of in page.evaluations for each in of.ratings if each.criterion == "empathy")
        said = Objecting("yes", "카나리아이의", rating.counts.id)
        return dispute.object_to(session, person(session, "minji"), call_id, rating.id, said)


def _praised(desk: Store, cast: Cast) -> None:
    """A call of minji's, rated by suhyun, approved by eunseo."""
    unreleased(desk, cast.folder, seed=22)
    with desk.writing() as session:
        suhyun = person(session, "suhyun")
        review = inbox.take_next(session, suhyun, Purpose.FIRST, "flagged")
        assert review is not None
        draft.save(session, suhyun, review.id, Said("", "praise", note="카나리아칭찬"))
        evaluate.accept_rest(session, suhyun, review.id)
    with desk.writing() as session:
        evaluate.submit(session, person(session, "suhyun"), review.id)
        second = inbox.take_next(session, person(session, "eunseo"), Purpose.SECOND, "")
        assert second is not None
    with desk.writing() as session:
        evaluate.submit(session, person(session, "eunseo"), second.id)


def addresses(app: Flask, things: Things, method: str) -> list[tuple[str, str, frozenset[str] | None]]:
    """Every endpoint of a method with every thing in it: name, address, and whose it is (None: not one person's)."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or method not in rule.methods:
            continue
        names = sorted(rule.arguments)
        for values in product(*(things.ids[name] for name in names)):
            with app.test_request_context():
                address = str(app.url_for(rule.endpoint, **dict(zip(names, values, strict=True))))
            owners = [things.owner[pair] for pair in zip(names, values, strict=True) if pair in things.owner]
            found.append((rule.endpoint, address, frozenset.intersection(*owners) if owners else None))
    return found


@pytest.mark.parametrize("login", ROLE)
def test_nobody_reads_what_is_not_theirs(app: Flask, sign_in: Any, things: Things, login: str) -> None:
    client = sign_in(login)
    leaks, opened = [], 0
    for endpoint, address, owners in addresses(app, things, "GET"):
        answer = client.get(address)
        assert answer.status_code < 500, address
        if owners is not None and login not in owners:
            led = answer.location or ""
            assert answer.status_code in (403, 404) or led.startswith("/calls/"), f"{login} got {address}"
        if answer.status_code == 200 and answer.mimetype.startswith(("text/", "application/")):
            opened += 1
            leaks += [
                f"{word} at {endpoint}" for word, who in CANARIES.items() if login not in who and word in answer.text
            ]
    assert leaks == []
    assert opened >= 4


@pytest.mark.parametrize("login", ROLE)
def test_nobody_acts_on_what_is_not_theirs(app: Flask, sign_in: Any, desk: Store, things: Things, login: str) -> None:
    client = sign_in(login)
    csrf = token(client.get("/keys").text)
    before = _counted(desk)
    tried = 0
    for _, address, owners in addresses(app, things, "POST"):
        if owners is None or login in owners:
            continue
        tried += 1
        assert client.post(address, data={"csrf_token": csrf, "do": "save"}).status_code in (400, 403, 404), address
    assert tried >= 2
    assert _counted(desk) == before


def test_signed_out_one_gets_the_door_and_nothing_else(app: Flask, things: Things) -> None:
    client = app.test_client()
    for endpoint, address, _ in addresses(app, things, "GET"):
        answer = client.get(address)
        if answer.status_code == 200:
            assert endpoint in {"sign_in.form", "status.health"}, endpoint
            assert not any(word in answer.text for word in CANARIES)
        else:
            assert (answer.location or "").startswith("/sign-in"), address
    page = client.get("/sign-in").text
    for endpoint, address, _ in addresses(app, things, "POST"):
        if endpoint not in {"sign_in.enter", "preferences.language", "preferences.theme"}:
            assert client.post(address, data={"csrf_token": token(page)}).status_code == 401, address


def _counted(desk: Store) -> list[tuple[Any, ...]]:
    from qa.store.review_tables import CallNote, Dispute, DraftRating, Review

    with desk.reading() as session:
        rows: list[tuple[Any, ...]] = [(each.id, each.state, each.version) for each in session.scalars(select(Review))]
        rows += [(each.id, each.state) for each in session.scalars(select(Dispute))]
        rows += [(each.id, each.removed_at) for each in session.scalars(select(CallNote))]
        return rows + [(each.id, each.version) for each in session.scalars(select(DraftRating))]
