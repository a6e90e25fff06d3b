"""Mail: notifications as letters, from a thread of their own, so that a mail server that is down delays nothing else.

A letter says the sentence and where to read on, in the person's language, and nothing more.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from urllib.parse import quote, urlsplit

from qa.call import Sentence
from qa.errors import Problem
from qa.settings import MailServer, Settings
from qa.store import mail_outbox
from qa.store.engine import Store
from qa.store.mail_outbox import Letter

log = logging.getLogger("attune")

ROUND_S = 10.0
AT_MOST = 50  # letters of a round
PATIENCE_S = 10.0  # with a server that says nothing
CLOSE_EVERY = 360  # rounds

FOOT = Sentence(
    "Attune이 자동으로 보낸 메일입니다. 회신하셔도 받아 볼 수 없습니다.",
    "Attune sent this by itself; nobody reads replies.",
)


def start(store: Store, settings: Settings, over: threading.Event) -> threading.Thread | None:
    """Rounds in a thread until `over`; None where mail is off."""
    server = settings.mail_server
    if server is None:
        return None
    thread = threading.Thread(target=_rounds, args=(store, settings, server, over), name="mail", daemon=True)
    thread.start()
    return thread


def _rounds(store: Store, settings: Settings, server: MailServer, over: threading.Event) -> None:
    rounds = 0
    while not over.wait(ROUND_S if rounds else 0):
        try:
            if rounds % CLOSE_EVERY == 0:
                mail_outbox.close_old(store)
            while post(store, settings, server) == AT_MOST and not over.is_set():
                pass
        except Problem as problem:
            log.error("mail: %s", problem)
        except Exception:
            log.exception("mail: this round failed, the next comes in %.0f s", ROUND_S)
        rounds += 1


def post(store: Store, settings: Settings, server: MailServer) -> int:
    """One batch: what is due goes out, each letter for itself. Returns how many were delivered."""
    letters = mail_outbox.claim(store, AT_MOST)
    delivered, waiting = 0, Counter[str]()
    with _Line(server) as line:
        for letter, error in line.hand_in(letters, settings):
            if error is None:
                mail_outbox.mark_mailed(store, letter.id)
                delivered += 1
            elif letter.last:
                log.error("mail: given up notification %d to %s: %s", letter.id, letter.login, error)
            else:
                waiting[error] += 1
    for error, number in waiting.items():
        log.warning("mail: notifications that wait for another try: %d: %s", number, error)
    return delivered


class _Line:
    """The connection to the mail server, made when the first letter wants it and again when it breaks."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> _Line:
        return self

    def __exit__(self, *_: object) -> None:
        if self._open is not None:
            with suppress(OSError):
                self._open.quit()

    def hand_in(self, letters: list[Letter], settings: Settings) -> Iterator[tuple[Letter, str | None]]:
        """Each letter with why it could not be handed in, None where it was. A server that cannot be reached is not
        asked again for the others.
        """
        unreachable: str | None = None
        for letter in letters:
            error = unreachable
            if error is None:
                try:
                    open_ = self._open or self._connect()
                except OSError as problem:
                    unreachable = error = f"{self._server.host}:{self._server.port}: {_told(problem)}"
                else:
                    error = self._send(open_, letter, settings)
            yield letter, error

    def _send(self, open_: smtplib.SMTP, letter: Letter, settings: Settings) -> str | None:
        try:
            written = write(letter, sender=settings.smtp_from, desk_url=settings.desk_url)
            open_.send_message(written, settings.smtp_from, [letter.email])
        except OSError as problem:  # those of smtplib are such, too
            answered = isinstance(problem, smtplib.SMTPException)
            if not answered or isinstance(problem, smtplib.SMTPServerDisconnected):
                open_.close()
                self._open = None
            return _told(problem)
        except ValueError as problem:  # an address that no letter can carry
            return _told(problem)
        return None

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.tls == "tls":
            context = ssl.create_default_context()
            made: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE_S, context=context)
        else:
            made = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_S)
        try:
            if server.tls == "starttls":
                made.starttls(context=ssl.create_default_context())
            if server.user:
                made.login(server.user, server.password)
        except BaseException:
            made.close()
            raise
        self._open = made
        return made


def write(letter: Letter, *, sender: str, desk_url: str) -> EmailMessage:
    """The letter as mail, UTF-8. Raises `ValueError` when the address cannot stand in one."""
    told = " ".join(letter.sentence.in_language(letter.language).split())
    address = desk_url.rstrip("/") + quote(letter.link, safe="/?&=#%:,+;@~")
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, letter.email, f"[Attune] {told}"
    mail["Date"] = formatdate()
    mail["Message-ID"] = make_msgid(f"notification-{letter.id}", urlsplit(desk_url).hostname or "attune")
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice comes back
    mail["Content-Language"] = letter.language
    mail.set_content(f"{told}\n\n{address}\n\n-- \n{FOOT.in_language(letter.language)}\n", cte="base64")
    return mail


def _told(problem: BaseException) -> str:
    """What went wrong, for the log: without addresses, which an answer of the server may repeat."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = sorted({code for code, _ in problem.recipients.values()})
        return f"the recipient was refused ({', '.join(map(str, codes))})"
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{type(problem).__name__} ({problem.smtp_code})"
    if isinstance(problem, OSError) and not isinstance(problem, smtplib.SMTPException):
        return f"{type(problem).__name__}: {problem}"
    return type(problem).__name__
