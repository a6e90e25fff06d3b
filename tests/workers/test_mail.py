"""Notifications as mail, through a real mail server: delivered once, later when it was down, never blocking others."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from sqlalchemy import select, update

from qa.call import Sentence, Stage, State
from qa.desk.notify import notify
from qa.settings import Settings
from qa.store.engine import Store
from qa.store.mail_outbox import DUE_S, TRIES, Letter
from qa.store.people import add_person, find_person
from qa.store.review_tables import Notification
from tests.conftest import Tone
from tests.workers.conftest import Floor
from workers import mail

TOLD = Sentence("통화가 배정되었습니다.", "A call was assigned to you.")
PEOPLE = (("sora", "ko"), ("wren", "en"), ("minji", "ko"))


class Office:
    """A mail server of this machine; what was handed in lies in `letters`, oldest first."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, **options: Any) -> None:
        self.letters: list[tuple[str, EmailMessage]] = []
        self.refused: set[str] = set()
        self.dropped: set[str] = set()
        self.port = free_port()
        self._tls, self._options = tls, options
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.dropped:
            assert server.transport is not None
            server.transport.close()
            return "421 Gone"
        if address in self.refused:
            return "550 No such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        raw = envelope.content
        assert isinstance(raw, bytes)
        for address in envelope.rcpt_tos:
            self.letters.append((address, BytesParser(policy=default).parsebytes(raw)))
        return "250 OK"

    def open(self) -> None:
        self._thread.start()
        listening = self._loop.create_server(
            lambda: SMTP(self, loop=self._loop, **self._options), "127.0.0.1", self.port, ssl=self._tls
        )
        asyncio.run_coroutine_threadsafe(listening, self._loop).result(10)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def to(self) -> list[str]:
        return [address for address, _ in self.letters]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def office() -> Iterator[Office]:
    opened = Office()
    opened.open()
    yield opened
    opened.close()


def of(office: Office, url: str = "smtp://127.0.0.1:{port}", **more: Any) -> Settings:
    return Settings(
        smtp_url=url.format(port=office.port), smtp_from="qa@example.org", desk_url="https://qa.example.org/", **more
    )


def post(store: Store, settings: Settings) -> int:
    server = settings.mail_server
    assert server is not None
    return mail.post(store, settings, server)


@pytest.fixture
def told(store: Store) -> Store:
    """Three people, each with one unread notification."""
    with store.writing() as session:
        for login, language in PEOPLE:
            person = add_person(
                session,
                login=login,
                name=login,
                role="evaluator",
                password="a long password",
                email=f"{login}@example.org",
            )
            person.language = language
            session.flush()
            notify(session, [person.id], "assigned", TOLD, "/calls/17?from=1")
    return store


def later(store: Store, tries: int) -> None:
    """As if the time for one more try had come."""
    with store.writing() as session:
        for row in session.scalars(select(Notification)):
            session.execute(
                update(Notification)
                .where(Notification.id == row.id)
                .values(created_at=row.created_at - timedelta(seconds=DUE_S[tries] - DUE_S[tries - 1]))
            )


def mailed(store: Store) -> list[bool]:
    with store.reading() as session:
        rows = session.scalars(select(Notification.mailed_at).order_by(Notification.id))
        return [at is not None for at in rows]


def test_each_is_delivered_once_in_the_persons_language(told: Store, office: Office) -> None:
    assert post(told, of(office)) == 3
    assert mailed(told) == [True] * 3
    assert post(told, of(office)) == 0
    later(told, 1)
    assert post(told, of(office)) == 0
    assert office.to == ["sora@example.org", "wren@example.org", "minji@example.org"]
    ours, theirs = office.letters[0][1], office.letters[1][1]
    assert (ours["From"], ours["To"], ours["Subject"]) == ("qa@example.org", "sora@example.org", f"[Attune] {TOLD.ko}")
    assert ours["Auto-Submitted"] == "auto-generated"
    assert ours.get_content_charset() == "utf-8"
    lines = ours.get_content().splitlines()
    assert lines[:4] == [TOLD.ko, "", "https://qa.example.org/calls/17?from=1", ""]
    assert theirs["Subject"] == f"[Attune] {TOLD.en}"
    assert "nobody reads replies" in theirs.get_content()


def test_a_server_that_was_down_delivers_once_it_is_up(told: Store, caplog: pytest.LogCaptureFixture) -> None:
    office = Office()
    assert post(told, of(office)) == 0
    assert mailed(told) == [False] * 3
    assert "another try: 3: 127.0.0.1" in caplog.text
    office.open()
    assert post(told, of(office)) == 0, "its pause is not over"
    later(told, 1)
    assert post(told, of(office)) == 3
    office.close()
    assert len(office.letters) == 3


def test_a_server_that_is_down_is_asked_once_a_batch(told: Store) -> None:
    asked = 0
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]

        def slam() -> None:
            nonlocal asked
            while True:
                try:
                    line, _ = silent.accept()
                except OSError:
                    return
                asked += 1
                line.close()

        thread = threading.Thread(target=slam, daemon=True)
        thread.start()
        settings = Settings(smtp_url=f"smtp://127.0.0.1:{port}", smtp_from="qa@example.org", desk_url="http://qa")
        assert post(told, settings) == 0
        silent.shutdown(socket.SHUT_RDWR)
    thread.join(5)
    assert asked == 1


@pytest.mark.parametrize("how", ["refused", "dropped"])
def test_a_letter_that_cannot_be_delivered_holds_no_other_up(told: Store, office: Office, how: str) -> None:
    getattr(office, how).add("sora@example.org")
    assert post(told, of(office)) == 2
    assert office.to == ["wren@example.org", "minji@example.org"]
    assert mailed(told) == [False, True, True]


def test_an_address_that_no_letter_can_carry_holds_no_other_up(told: Store, office: Office) -> None:
    with told.writing() as session:
        sora = find_person(session, "sora")
        assert sora is not None
        sora.email = "so\nra@example.org"
    assert post(told, of(office)) == 2
    assert office.to == ["wren@example.org", "minji@example.org"]


def test_after_the_last_try_it_is_given_up_and_the_log_says_so(
    told: Store, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.refused.update(f"{login}@example.org" for login, _ in PEOPLE)
    for n in range(1, TRIES + 1):
        assert "given up" not in caplog.text
        post(told, of(office))
        if n < TRIES:
            later(told, n)
    given_up = [record.message for record in caplog.records if record.levelno == logging.ERROR]
    assert len(given_up) == 3
    assert given_up[0] == "mail: given up notification 1 to sora: the recipient was refused (550)"
    assert "example.org" not in caplog.text
    office.refused.clear()
    caplog.clear()
    assert post(told, of(office)) == 0
    assert office.letters == []


def test_what_was_read_on_the_desk_meanwhile_is_not_mailed(told: Store, office: Office) -> None:
    with told.writing() as session:
        session.execute(update(Notification).where(Notification.id == 1).values(read_at=Notification.created_at))
    assert post(told, of(office)) == 2
    assert office.to == ["wren@example.org", "minji@example.org"]


def test_off_by_default_nothing_is_sent_and_no_thread_runs(told: Store) -> None:
    assert mail.start(told, Settings(), threading.Event()) is None
    assert mailed(told) == [False] * 3


def test_a_link_and_a_sentence_of_any_letters_stay_one_line_each() -> None:
    told = Sentence("줄이\r\nBcc: evil@example.org 바뀌어도", "x")
    written = mail.write(
        Letter(1, "sora", "sora@example.org", "ko", told, "/answers/수도 요금?a=1#b", 1),
        sender="Attune <qa@example.org>",
        desk_url="https://qa.example.org/desk/",
    )
    assert written["Subject"] == "[Attune] 줄이 Bcc: evil@example.org 바뀌어도"
    assert written["Bcc"] is None
    assert (
        "https://qa.example.org/desk/answers/%EC%88%98%EB%8F%84%20%EC%9A%94%EA%B8%88?a=1#b"
        in written.get_content().splitlines()
    )


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 that this process trusts through SSL_CERT_FILE (see `trusted`)."""
    key, made = tmp_path / "key.pem", tmp_path / "made.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    try:
        subprocess.run([*command, "-keyout", str(key), "-out", str(made)], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl on this machine to make a certificate with")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(made, key)
    return context


def _knows(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"qa@centre", b"a b/c:d")
    return AuthResult(success=known, handled=False)


LOGIN = "qa%40centre:a%20b%2Fc%3Ad"


@pytest.mark.parametrize(
    ("url", "delivered"),
    [
        (f"smtp://{LOGIN}@127.0.0.1:{{port}}?starttls=1", 3),
        ("smtp://qa%40centre:wrong@127.0.0.1:{port}?starttls=1", 0),
        ("smtp://127.0.0.1:{port}?starttls=1", 0),
    ],
)
def test_starttls_and_a_login(
    told: Store, certificate: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, delivered: int
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "made.pem"))
    office = Office(tls_context=certificate, require_starttls=True, auth_required=True, authenticator=_knows)
    office.open()
    assert post(told, of(office, url)) == delivered
    office.close()
    assert len(office.letters) == delivered


@pytest.mark.parametrize("trusted", [True, False])
def test_tls_from_the_first_byte_and_only_with_a_certificate_that_is_trusted(
    told: Store,
    certificate: ssl.SSLContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    trusted: bool,
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "made.pem"))
    office = Office(tls=certificate)
    office.open()
    assert post(told, of(office, "smtps://127.0.0.1:{port}")) == (3 if trusted else 0)
    office.close()
    assert ("certificate verify failed" in caplog.text) is not trusted


def environment(port: int) -> dict[str, str]:
    there = {"QA_SMTP_FROM": "qa@example.org", "QA_DESK_URL": "https://qa.example.org"}
    return {"QA_SMTP_URL": f"smtp://127.0.0.1:{port}", **there}


def test_a_mail_server_that_never_finishes_a_word_holds_no_bell_up(floor: Floor, tone: Tone) -> None:
    with floor.store.writing() as session:
        person = add_person(
            session, login="sora", name="s", role="evaluator", password="a long password", email="s@example.org"
        )
        notify(session, [person.id], "assigned", TOLD, "/calls/1")
    call_id = floor.hand_in(tone())
    floor.intake.bells.redis.flushall()  # its bell is lost: only housekeeping rings again
    floor.start("ingest")
    over, broken = threading.Event(), threading.Event()

    def stammer() -> None:
        line, _ = office.accept()
        with line:
            while not over.wait(1):
                try:
                    line.send(b"2")
                except OSError:
                    broken.set()

    with socket.socket() as office:
        office.bind(("127.0.0.1", 0))
        office.listen()
        thread = threading.Thread(target=stammer, daemon=True)
        thread.start()
        floor.start("housekeeping", **environment(office.getsockname()[1]))
        floor.wait_for(call_id, Stage.INGEST, State.DONE)
        assert thread.is_alive()
        over.set()
        thread.join(10)
    assert not broken.is_set(), "it was still being listened to"


def test_housekeeping_sends_what_waits(floor: Floor, office: Office) -> None:
    with floor.store.writing() as session:
        person = add_person(
            session, login="sora", name="s", role="evaluator", password="a long password", email="s@example.org"
        )
        notify(session, [person.id], "assigned", TOLD, "/calls/1")
    floor.start("housekeeping", **environment(office.port))
    floor.wait_until(lambda: mailed(floor.store) == [True], "the letter")
    assert office.to == ["s@example.org"]
