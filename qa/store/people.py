"""People, teams and vendors: adding them, checking a password, and the people of the demo."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from qa.errors import Refused
from qa.store.engine import Session
from qa.store.tables import Person, Team, Vendor

ROLES = ("agent", "evaluator", "coach", "manager", "administrator")
SHORTEST_PASSWORD = 10
LONGEST_EMAIL = 200
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")

_hasher = PasswordHasher()

# login (and, in the demo, password), name, role, vendor, team
DEMO_PEOPLE = (
    ("minji", "김민지", "agent", "한빛", "1팀"),
    ("suhyun", "박수현", "evaluator", None, None),
    ("jiho", "이지호", "coach", "한빛", "1팀"),
    ("eunseo", "최은서", "manager", None, None),
    ("admin", "정도윤", "administrator", None, None),
    ("junho", "오준호", "agent", "누리", "1팀"),
)


def add_person(
    session: Session,
    *,
    login: str,
    name: str,
    role: str,
    password: str,
    vendor: str | None = None,
    team: str | None = None,
    email: str | None = None,
    shortest_password: int = SHORTEST_PASSWORD,
) -> Person:
    """Add a person; vendor and team are made when new. Raises `Refused` with what is wrong."""
    login = login.strip().lower()
    if not login or len(login) > 60:
        raise Refused("아이디는 1–60자여야 합니다.", "A login has 1 to 60 characters.")
    if role not in ROLES:
        roles = ", ".join(ROLES)
        raise Refused(
            f"'{role}' 역할은 없습니다. 다음 중에서 골라 주세요: {roles}.",
            f"There is no role {role!r}; choose one of {roles}.",
        )
    if len(password) < shortest_password:
        raise Refused(
            f"비밀번호는 {shortest_password}자 이상이어야 합니다.",
            f"A password has at least {shortest_password} characters.",
        )
    if session.scalar(select(Person.id).where(Person.login == login)):
        raise Refused(
            f"아이디 '{login}'은(는) 이미 사용 중입니다. 다른 아이디를 정해 주세요.",
            f"The login {login!r} is taken: choose another.",
        )
    if team and not vendor:
        raise Refused("팀은 업체에 속하므로 업체도 지정해 주세요.", "A team belongs to a vendor: name the vendor too.")
    if role == "agent" and not vendor:
        raise Refused("상담사는 소속 업체가 있어야 합니다.", "An agent needs a vendor.")
    of_vendor = _vendor(session, vendor) if vendor else None
    of_team = _team(session, of_vendor, team) if of_vendor and team else None
    person = Person(
        login=login,
        name=name,
        role=role,
        vendor=of_vendor,
        team=of_team,
        email=checked_email(email or ""),
        password_hash=_hasher.hash(password),
    )
    session.add(person)
    session.flush()
    return person


def change_email(session: Session, login: str, email: str) -> Person:
    """Where the person's notifications go as mail; "" for nowhere. Raises `Refused` with what is wrong."""
    person = find_person(session, login)
    if person is None:
        raise Refused(
            f"아이디 '{login}'인 사람이 없습니다. `qa people list`에서 확인해 주세요.",
            f"Nobody has the login {login!r}: see `qa people list`.",
        )
    person.email = checked_email(email)
    return person


def checked_email(text: str) -> str | None:
    """The address as it is kept; None for none. Raises `Refused` when no letter could go there."""
    text = text.strip()
    if not text:
        return None
    if len(text) > LONGEST_EMAIL or not ADDRESS.fullmatch(text):
        raise Refused(
            f"'{text[:LONGEST_EMAIL]}'은(는) 메일 주소가 아닙니다. 'suhyun@example.org'처럼 적어 주세요.",
            f"{text[:LONGEST_EMAIL]!r} is no mail address: write it as suhyun@example.org.",
        )
    return text


def sign_in(session: Session, login: str, password: str) -> Person | None:
    """The active person with this login and password, or None. Takes as long for a login that does not exist."""
    person = session.scalar(select(Person).where(Person.login == login.strip().lower(), Person.active))
    try:
        _hasher.verify(person.password_hash if person else _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return None
    return person


def find_person(session: Session, login: str) -> Person | None:
    return session.scalar(select(Person).where(Person.login == login.strip().lower()))


def every_person(session: Session) -> list[Person]:
    return list(session.scalars(select(Person).order_by(Person.login)))


def seed_demo_people(session: Session, people: Sequence[tuple[str, str, str, str | None, str | None]] = ()) -> None:
    """The people of the demo, or others, login and password alike. Does nothing for those who are there already."""
    for login, name, role, vendor, team in people or DEMO_PEOPLE:
        if find_person(session, login) is None:
            add_person(
                session,
                login=login,
                name=name,
                role=role,
                password=login,
                vendor=vendor,
                team=team,
                shortest_password=1,
            )


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")


def _vendor(session: Session, name: str) -> Vendor:
    found = session.scalar(select(Vendor).where(Vendor.name == name))
    if found is None:
        found = Vendor(name=name)
        session.add(found)
        session.flush()
    return found


def _team(session: Session, vendor: Vendor, name: str) -> Team:
    found = session.scalar(select(Team).where(Team.vendor_id == vendor.id, Team.name == name))
    if found is None:
        found = Team(vendor=vendor, name=name)
        session.add(found)
        session.flush()
    return found
