"""Who works at the made-up centre, and when its calls come."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from sqlalchemy import select

from qa.store.engine import Session
from qa.store.people import seed_demo_people
from qa.store.tables import Person

MORE_PEOPLE = (
    ("sora", "윤소라", "evaluator", "한빛", "1팀"),
    ("haneul", "강하늘", "evaluator", "누리", "1팀"),
    ("taeo", "문태오", "manager", "한빛", None),
    ("bomi", "신보미", "manager", "누리", None),
    ("garam", "유가람", "coach", "누리", "1팀"),
)
VENDORS = (("한빛", "hanbit"), ("누리", "nuri"))
MOST_AGENTS, MOST_EVALUATORS = 100, 12
CALLS_PER_AGENT, CALLS_PER_EVALUATOR = 30, 60
TEAM_SIZE = 12
CALLS_PER_DAY, FEWEST_DAYS, MOST_DAYS = 550, 14, 365
_SURNAMES = "강 고 권 김 남 노 류 문 박 배 백 서 손 송 신 안 양 오 유 윤 이 임 장 전 정 조 차 최 한 허 홍 황".split()
_GIVEN = "가온 다온 라온 마루 바름 보람 새봄 소담 아름 예솔 우람 은빛 초롱 한결 해솔 하람 늘봄 단비 여울 찬솔".split()
# Calls of an hour beside those of others, midnight first: a city hotline answers at night, too.
_HOURS = (1, 1, 1, 1, 1, 2, 3, 8, 30, 60, 62, 55, 38, 52, 58, 54, 48, 40, 22, 12, 8, 5, 3, 2)
_WEEKDAYS = (120, 105, 100, 98, 96, 40, 28)


@dataclass(frozen=True)
class Staff:
    """Somebody of the centre. `quality` in [0, 1]: how well an agent's calls go; of others it says nothing."""

    id: int
    login: str
    name: str
    role: str
    vendor_id: int | None
    quality: float


def hire(session: Session, calls: int, seed: int) -> list[Staff]:
    """The people of the demo and as many more as so many calls keep busy; who is there already stays. Login and
    password are alike.
    """
    agents = min(MOST_AGENTS, max(8, calls // CALLS_PER_AGENT))
    evaluators = min(MOST_EVALUATORS, max(3, calls // CALLS_PER_EVALUATOR))
    seed_demo_people(session)
    seed_demo_people(session, MORE_PEOPLE)
    seed_demo_people(
        session, _more("agent", "agent", agents - 2, seed) + _more("evaluator", "eval", evaluators - 3, seed)
    )
    people = session.scalars(select(Person).where(Person.active).order_by(Person.id)).unique()
    return [
        Staff(p.id, p.login, p.name, p.role, p.vendor_id, random.Random(f"{seed}:{p.login}").betavariate(6, 2))  # noqa: S311
        for p in people
    ]


def _more(role: str, stem: str, how_many: int, seed: int) -> list[tuple[str, str, str, str | None, str | None]]:
    names = [surname + given for surname, given in product(_SURNAMES, _GIVEN)]
    random.Random(f"{seed}:{role}").shuffle(names)  # noqa: S311
    found: list[tuple[str, str, str, str | None, str | None]] = []
    for place in range(how_many):
        vendor, spelt = VENDORS[place % 2]
        number = place // 2 + 1
        found.append((f"{spelt}-{stem}-{number:02d}", names[place], role, vendor, f"{number // TEAM_SIZE + 1}팀"))
    return found


def when(calls: int, seed: int, until: date, time_zone: str) -> list[datetime]:
    """When each call begins, the oldest first: by the hours of a working week, up to the day before `until`."""
    days = min(MOST_DAYS, max(FEWEST_DAYS, -(-calls // CALLS_PER_DAY)))
    chance = random.Random(f"{seed}:when")  # noqa: S311
    zone = ZoneInfo(time_zone)
    dates = [until - timedelta(days=back) for back in range(days, 0, -1)]
    chosen = chance.choices(dates, [_WEEKDAYS[day.weekday()] for day in dates], k=calls)
    hours = chance.choices(range(24), _HOURS, k=calls)
    return sorted(
        datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), zone).astimezone(UTC)
        for day, hour in zip(chosen, hours, strict=True)
    )
