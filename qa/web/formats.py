"""Times, lengths and numbers as the reader's language writes them. Stored times are UTC; pages show the centre's."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import format_date, format_decimal, format_time, get_timezone

from qa.web.wording import say


def clock(seconds: float | None) -> str:
    """Place in a call: 75.4 → "1:15", 3675 → "1:01:15"."""
    if seconds is None:
        return "–"
    whole = max(0, int(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"


def length(seconds: float | None) -> str:
    """Length in words: 7.24 → "7.2초", 75 → "1분 15초"."""
    if seconds is None:
        return "–"
    if seconds < 60:
        shown = f"{seconds:.1f}".removesuffix(".0")
        return say("{n}초", "{n} s", n=shown)
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return say("{h}시간 {m}분", "{h} h {m} min", h=minutes // 60, m=minutes % 60)
    return say("{m}분 {s}초", "{m} min {s} s", m=minutes, s=rest) if rest else say("{m}분", "{m} min", m=minutes)


def media_time(start_s: float, end_s: float | None = None) -> str:
    """The time part of a media fragment address (W3C Media Fragments URI 1.0): "12.5,15.8"."""
    return f"{start_s:.2f}" if end_s is None else f"{start_s:.2f},{end_s:.2f}"


def day(moment: datetime) -> str:
    return str(format_date(moment, "long"))


def short_day(moment: datetime) -> str:
    return str(format_date(moment, say("M월 d일 (EEE)", "EEE d MMM")))


def minute(moment: datetime) -> str:
    return str(format_time(moment, "HH:mm"))


def score(value: float | None) -> str:
    """A score 0–100 without needless decimals; a dash where nothing could be rated."""
    return "–" if value is None else str(format_decimal(round(value, 1), "0.#"))


def percent(share: float | None) -> str:
    return "–" if share is None else f"{round(share * 100)}%"


def number(value: float | None, pattern: str = "0.#") -> str:
    return "–" if value is None else str(format_decimal(value, pattern))


def ago(moment: datetime | None) -> str:
    """How long since, in words."""
    return "–" if moment is None else length(max(0.0, float(int((datetime.now(UTC) - moment).total_seconds()))))


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def start_of(day_text: str, *, days_later: int = 0) -> datetime | None:
    """Midnight of an ISO date in the centre's time zone, as UTC; None when the text is no date."""
    return moment(day_text, "00:00", days_later=days_later)


def moment(day_text: str, time_text: str, *, days_later: int = 0) -> datetime | None:
    """An ISO date and a time "HH:MM" (empty means midnight) in the centre's time zone, as UTC; None when not a date."""
    try:
        wanted = date.fromisoformat(day_text) + timedelta(days=days_later)
        at = time.fromisoformat(time_text or "00:00")
        zone = ZoneInfo(str(get_timezone() or "UTC"))
        return datetime.combine(wanted, at.replace(tzinfo=None), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
