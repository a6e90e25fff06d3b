"""An agent's own trend: of the random stream alone, with what few calls cannot tell."""

from __future__ import annotations

from datetime import timedelta

from qa.desk.own_trend import OwnTrend, own_trend
from qa.store.engine import Store
from qa.store.review_tables import Review
from qa.store.tables import Call, CallEvaluation, CallRating, now
from tests.cast import Cast, person, unreleased


def released(desk: Store, cast: Cast, seed: int, *, days_ago: float, drawn: bool = True, greeting: str = "yes") -> int:
    call_id = unreleased(desk, cast.folder, seed=seed, drawn=drawn)
    with desk.writing() as session:
        call = session.get_one(Call, call_id)
        call.started_at, call.released_at = now() - timedelta(days=days_ago), now()
        if greeting != "yes":
            query = session.query(CallRating).join(CallEvaluation).filter(CallEvaluation.call_id == call_id)
            row = query.filter(CallRating.criterion == "greeting").one()
            row.answer, row.score = "no", 0.0
    return call_id


def trend(desk: Store, days: int = 30) -> OwnTrend:
    with desk.reading() as session:
        return own_trend(session, person(session, "minji"), days)


def test_flagged_unreleased_and_older_calls_and_those_of_others_are_left_out(desk: Store, cast: Cast) -> None:
    with desk.writing() as session:
        session.get_one(Call, cast.calls["full"]).in_random_sample = False
    mine = released(desk, cast, 61, days_ago=2)
    released(desk, cast, 62, days_ago=3, drawn=False)
    released(desk, cast, 63, days_ago=45)
    unreleased(desk, cast.folder, seed=64, drawn=True)
    other = released(desk, cast, 65, days_ago=1)
    with desk.writing() as session:
        session.get_one(Call, other).agent_id = person(session, "yuna").id
    found = trend(desk)
    assert (found.calls, found.calls_before) == (1, 1)
    assert found.means == ()  # one call has no mean to speak of
    assert {share.n for share in found.shares} == {1}
    released(desk, cast, 66, days_ago=4)
    assert [[each[0] for each in mean.scores] for mean in trend(desk).means] == [[mine + 5, mine]] * 2


def test_a_share_carries_its_exact_interval_and_the_period_before(desk: Store, cast: Cast) -> None:
    with desk.writing() as session:
        session.get_one(Call, cast.calls["full"]).in_random_sample = False
    for seed in range(70, 75):
        released(desk, cast, seed, days_ago=seed - 69, greeting="no" if seed == 70 else "yes")
    for seed in range(75, 77):
        released(desk, cast, seed, days_ago=seed - 40)
    share = next(each for each in trend(desk).shares if each.title.en == "greeting, organisation and name")
    assert (share.met, share.n, share.met_before, share.n_before, share.moved) == (4, 5, 2, 2, 0)
    assert (round(share.low, 2), round(share.high, 2)) == (0.28, 0.99)


def test_what_people_said_counts_in_the_trend(desk: Store, cast: Cast) -> None:
    from qa.desk.override import Override, override
    from qa.store.pages import call_page

    with desk.writing() as session:
        session.get_one(Call, cast.calls["full"]).in_random_sample = False
    call_id = released(desk, cast, 80, days_ago=1)
    with desk.writing() as session:
        session.query(Review).filter_by(call_id=call_id).delete()
    with desk.writing() as session:
        page = call_page(session, call_id)
        assert page is not None
        machine = next(each for of in page.evaluations for each in of.ratings if each.criterion == "greeting")
        said = Override("no", "rule", "", machine.id)
        override(session, person(session, "suhyun"), call_id, machine.id, said)
    share = next(each for each in trend(desk).shares if each.title.en == "greeting, organisation and name")
    assert (share.met, share.n) == (0, 1)
