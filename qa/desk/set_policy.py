"""Changing how the desk works: only for the whole centre, only within bounds, with a reason, and told to the audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from qa.call import Sentence
from qa.desk.access import Act, may
from qa.errors import Refused
from qa.store.engine import Session
from qa.store.policy import BOUNDS, Policy, policy
from qa.store.review_tables import PolicyValue
from qa.store.tables import Audit, Person, now

LONGEST_REASON = 500
SHARES = frozenset({"planted_share"})  # kept as a share, read and written by people in percent

TITLES: dict[str, Sentence] = {
    "approval": Sentence("2차 평가 승인", "Approval by a second evaluator"),
    "planted_share": Sentence("틀린 평정을 심는 비율", "Share of reviews with a planted wrong rating"),
    "open_at_most": Sentence("한 사람이 동시에 맡을 수 있는 평가", "Open reviews a person may hold"),
    "flagged_days": Sentence("확인이 필요한 통화의 평가 기한", "Days to evaluate a flagged call"),
    "random_days": Sentence("무작위 표본의 평가 기한", "Days to evaluate a random call"),
    "answer_days": Sentence("2차 평가·보완·이의제기 답변 기한", "Days to approve, mend or answer a dispute"),
    "dispute_days": Sentence("이의제기 기간", "Days in which an agent may dispute"),
}


class OutOfBounds(Refused):
    """Some values cannot be taken; `fields` says of each by name what is wrong."""

    def __init__(self, fields: dict[str, Sentence]) -> None:
        super().__init__(" ".join(each.ko for each in fields.values()), " ".join(each.en for each in fields.values()))
        self.fields = fields


@dataclass(frozen=True)
class PolicyChange:
    """One change as the audit has it: by name the value before and after."""

    at: datetime
    who: str
    old: Mapping[str, float]
    new: Mapping[str, float]
    reason: str


def mark(of: Policy) -> str:
    """Stands for these values: who changes them says by it which they had before them."""
    return "|".join(f"{value:g}" for value in asdict(of).values())


def bounds(name: str) -> tuple[str, str]:
    """Lowest and highest value of a field as people write it."""
    lowest, highest, _ = BOUNDS[name]
    times = 100 if name in SHARES else 1
    return f"{lowest * times:g}", f"{highest * times:g}"


def shown(name: str, value: float) -> str:
    """A value as people write it: a share in percent."""
    return f"{value * 100:g}" if name in SHARES else f"{value:g}"


def set_policy(session: Session, by: Person, texts: Mapping[str, str], seen: str, reason: str) -> dict[str, float]:
    """Take the values of a form, as typed; returns those that changed. `seen`: `mark` of what the form began with.

    Raises `OutOfBounds` naming every field that cannot be taken with its bounds; `Refused` for a vendor's people, when
    nothing differs, and when somebody else has changed something meanwhile.
    """
    if not may(by, Act.SET_POLICY):
        raise Refused(
            "운영 기준은 모든 업체에 똑같이 적용됩니다. 바꾸려면 센터 관리자에게 요청해 주세요.",
            "These rules hold for every vendor alike: ask a manager of the centre to change them.",
        )
    values = _values(texts)
    before = policy(session)
    if seen != mark(before):
        raise Refused(
            "그사이 다른 관리자가 운영 기준을 바꾸었습니다. 지금 값을 확인하고 다시 저장해 주세요.",
            "Another manager has changed the rules meanwhile: look at what stands now, then save again.",
        )
    old = {name: value for name, value in asdict(before).items() if values[name] != value}
    new = {name: values[name] for name in old}
    if not new:
        raise Refused("바뀐 값이 없습니다.", "Nothing was changed.")
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise OutOfBounds({"reason": Sentence("변경 사유를 적어 주세요.", "Write why you change it.")})
    for name, value in new.items():
        session.merge(PolicyValue(name=name, value=value, changed_at=now(), changed_by=by.id))
    session.add(Audit(person_id=by.id, act="set_policy", thing="policy", old=old, new={**new, "reason": reason}))
    return new


def changes(session: Session, at_most: int = 10) -> list[PolicyChange]:
    """The last ones, newest first."""
    rows = session.execute(
        select(Audit, Person.name)
        .outerjoin(Person, Person.id == Audit.person_id)
        .where(Audit.thing == "policy", Audit.act == "set_policy")
        .order_by(Audit.at.desc(), Audit.id.desc())
        .limit(at_most)
    ).tuples()
    return [
        PolicyChange(row.at, name or "", _numbers(row.old), _numbers(row.new), str((row.new or {}).get("reason", "")))
        for row, name in rows
    ]


def _values(texts: Mapping[str, str]) -> dict[str, float]:
    values: dict[str, float] = {}
    wrong: dict[str, Sentence] = {}
    for name, (lowest, highest, whole) in BOUNDS.items():
        try:
            value = float(texts.get(name, "").strip().replace(",", ".") or "nan")
        except ValueError:
            value = float("nan")
        value = round(value / 100, 6) if name in SHARES else value
        if lowest <= value <= highest and not (whole and value != int(value)):  # not a number is in no bounds
            values[name] = value
        else:
            wrong[name] = _out_of_bounds(name, whole)
    if wrong:
        raise OutOfBounds(wrong)
    return values


def _out_of_bounds(name: str, whole: bool) -> Sentence:
    (low, high), title = bounds(name), TITLES[name]
    unit = "%" if name in SHARES else ""
    kind = ("정수로 ", "a whole number ") if whole else ("", "")
    return Sentence(
        f"'{title.ko}'에는 {low}{unit}에서 {high}{unit} 사이의 값을 {kind[0]}적어 주세요.",
        f"“{title.en}” takes {kind[1]}from {low}{unit} to {high}{unit}.",
    )


def _numbers(values: Mapping[str, Any] | None) -> dict[str, float]:
    return {name: value for name, value in (values or {}).items() if name in BOUNDS and isinstance(value, int | float)}
