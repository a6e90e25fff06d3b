"""Lists narrowed by what calls were about, and their figures; the same on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, true

from qa.analytics.about import about
from qa.analytics.reason import Complained, Complaint
from qa.store.about import keep_about, keep_contacts
from qa.store.about_lists import AboutFilter, choices, figures, gists
from qa.store.engine import Store
from qa.store.finding import ListFilter, call_list
from qa.store.results import keep_answers, keep_transcript
from qa.store.tables import Call, Recording
from tests.analytics.conversation import ANSWERS, answers, call

CALLS = {
    "passport": ("여권 수수료 얼마예요?", "여권은 오만 원입니다.", "네 감사합니다."),
    "fine": ("주차 위반 과태료 사진 보고 싶어요.", "주차단속과로 연결해 드리겠습니다.", "네."),
    "water": ("수도요금이 얼마예요?", "가정용 수도요금은 그건 확인해서 다시 전화드리겠습니다.", "네."),
    "leak": ("수도관이 새는데 누수 감면 되나요?", "누수 감면은 십사 일 걸립니다.", "네."),
    "silent": ("도서관 몇 시까지 해요?",),
}
TO_AGENT_S = {"passport": 4.0, "fine": 30.0, "water": 90.0, "leak": None, "silent": 10.0}


@pytest.fixture
def made(any_store: Store) -> dict[str, int]:
    """Calls of every kind, one of them with a complaint of unkindness and one from a number that called before."""
    ids: dict[str, int] = {}
    with any_store.writing() as session:
        answers_id = keep_answers(session, ANSWERS)
        for name, said in CALLS.items():
            row = Call(recording=Recording(sha256=name.ljust(64, "0"), size_bytes=1, name=name))
            session.add(row)
            session.flush()
            told = call("안녕하세요, 시청입니다.", *said)
            transcript_id = keep_transcript(session, row.id, told)
            found = replace(about(told, None, answers()), time_to_agent_s=TO_AGENT_S[name])
            if name == "leak":
                found = replace(found, language="en", complaints=(Complained(Complaint.UNKINDNESS, 1, "…"),))
            keep_about(session, row.id, found, transcript_id=transcript_id, answers_version_id=answers_id)
            ids[name] = row.id
        keep_contacts(session, ids["water"], 2)
    return ids


@pytest.mark.parametrize(
    ("by", "names"),
    [
        (AboutFilter(), {"passport", "fine", "water", "leak", "silent"}),
        (AboutFilter(topic="수도"), {"water", "leak"}),
        (AboutFilter(topic="수도>요금"), {"water"}),
        (AboutFilter(topic="수"), set()),
        (AboutFilter(topic="%"), set()),
        (AboutFilter(resolved="alone"), {"passport", "leak"}),
        (AboutFilter(resolved="yes"), {"passport", "leak"}),
        (AboutFilter(resolved="no"), {"fine", "water"}),
        (AboutFilter(resolved="unknown"), {"silent"}),
        (AboutFilter(transferred="yes"), {"fine"}),
        (AboutFilter(transferred="no", resolved="no"), {"water"}),
        (AboutFilter(reason="enquiry", topic="민원"), {"passport"}),
        (AboutFilter(repeat="yes"), {"water"}),
        (AboutFilter(repeat="no", topic="수도"), {"leak"}),
        (AboutFilter(language="en"), {"leak"}),
        (AboutFilter(complaint="unkindness"), {"leak"}),
        (AboutFilter(complaint="waiting"), set()),
        (AboutFilter(waiting_s=29.9), {"fine", "water"}),
        (AboutFilter(waiting_s=30), {"water"}),
        (AboutFilter(to_agent_s=9), {"fine", "water", "silent"}),
    ],
)
def test_a_list_narrows_by_what_calls_were_about(
    any_store: Store, made: dict[str, int], by: AboutFilter, names: set[str]
) -> None:
    with any_store.reading() as session:
        found = call_list(session, true(), ListFilter(about=by))
    assert {row.facts.id for row in found.rows} == {made[name] for name in names}
    assert found.total == len(names)


def test_the_figures_count_only_what_can_be_told(any_store: Store, made: dict[str, int]) -> None:
    with any_store.reading() as session:
        every = figures(session, [true()])
        assert (every.calls, every.told, every.alone, every.alone_share) == (5, 4, 2, 0.5)
        assert (every.timed, every.time_to_agent_s, every.unkind) == (4, 20.0, 1)
        three = figures(session, [Call.id.in_([made["passport"], made["fine"], made["water"]])])
        assert (three.timed, three.time_to_agent_s) == (3, 30.0)
        none = figures(session, [Call.id == 0])
        assert (none.calls, none.alone_share, none.time_to_agent_s) == (0, None, None)


def test_the_choices_are_what_occurs_with_the_paths_above(any_store: Store, made: dict[str, int]) -> None:
    with any_store.reading() as session:
        found = choices(session, true())
        mine = choices(session, Call.id == made["leak"])
    assert found.topics == (
        "교통",
        "교통>주차",
        "교통>주차>과태료",
        "문화",
        "문화>도서관",
        "민원",
        "민원>여권",
        "수도",
        "수도>누수",
        "수도>요금",
    )
    assert found.languages == ("en", "ko")
    assert mine.topics == ("수도", "수도>누수")


def test_a_line_says_topic_and_outcome(any_store: Store, made: dict[str, int]) -> None:
    with any_store.reading() as session:
        found = gists(session, list(session.scalars(select(Call.id))))
    assert (found[made["fine"]].topic, found[made["fine"]].transfers, found[made["fine"]].resolved) == (
        "교통>주차>과태료",
        1,
        False,
    )
