"""Working days of Korean public offices: Monday to Friday without public holidays (package `holidays`, offline)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays


@lru_cache(maxsize=1)
def _public_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("KR")


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _public_holidays()


def due(asked_at: datetime, working_days: int, opens: time, closes: time) -> datetime:
    """When so many working days have gone by, counted from the moment of asking, in the time of `asked_at`.

    What comes outside the hours [opens, closes) counts from the next opening. As 민원 처리에 관한 법률 제19조 counts
    periods of up to five days: in hours from receipt, a day being its working hours, without Saturdays and public
    holidays.
    """
    begin = asked_at
    if begin.time() >= closes or not is_working_day(begin.date()):
        begin = datetime.combine(_next_working_day(begin.date()), opens, begin.tzinfo)
    elif begin.time() < opens:
        begin = datetime.combine(begin.date(), opens, begin.tzinfo)
    day = begin.date()
    for _ in range(working_days):
        day = _next_working_day(day)
    return datetime.combine(day, begin.time(), begin.tzinfo)


def _next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
