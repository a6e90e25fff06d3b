"""Settings: what cannot be used stops the start, by the variable's name, and a secret is never repeated."""

from __future__ import annotations

import pytest

from qa.errors import Misconfigured
from qa.settings import MailServer, Settings, mail_server, settings


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 25, "", "", "")),
        ("smtp://mail:2525", MailServer("mail", 2525, "", "", "")),
        ("smtp://u:p@mail?starttls=1", MailServer("mail", 587, "starttls", "u", "p")),
        ("smtps://u%40x:p%2F%3A%40@mail", MailServer("mail", 465, "tls", "u@x", "p/:@")),
        ("smtps://[::1]:4650/", MailServer("::1", 4650, "tls", "", "")),
    ],
)
def test_a_mail_server_is_told_in_one_address(url: str, server: MailServer) -> None:
    assert mail_server(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://mail",
        "smtp://",
        "smtp://u:hidden@mail:99999",
        "smtp://u:hidden@mail/folder",
        "smtp://u:hidden@mail?starttls=yes",
        "smtps://u:hidden@mail?starttls=1",
        "smtp://u:hid#den@mail",
        "smtp://[u:hidden@mail",
    ],
)
def test_an_address_that_is_none_stops_the_start_without_being_repeated(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.cache_clear()
    monkeypatch.setenv("QA_SMTP_URL", url)
    with pytest.raises(Misconfigured, match="QA_SMTP_URL") as caught:
        settings()
    settings.cache_clear()
    assert "hid" not in str(caught.value) + str(caught.value.sentence) + repr(caught.value.__cause__)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QA_SMTP_FROM", ""),
        ("QA_SMTP_FROM", "nobody"),
        ("QA_SMTP_FROM", "a@b\nBcc: c@d"),
        ("QA_DESK_URL", ""),
        ("QA_DESK_URL", "qa.example.org"),
    ],
)
def test_with_a_mail_server_a_sender_and_the_desks_address_are_needed(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.cache_clear()
    whole = {"QA_SMTP_URL": "smtp://mail", "QA_SMTP_FROM": "qa@example.org", "QA_DESK_URL": "https://qa.example.org"}
    for each, text in {**whole, name: value}.items():
        monkeypatch.setenv(each, text)
    with pytest.raises(Misconfigured, match=name):
        settings()
    settings.cache_clear()


def test_mail_is_off_unless_a_server_is_named() -> None:
    assert Settings().mail_server is None
    assert "geheim" not in repr(Settings(smtp_url="smtp://u:geheim@mail", smtp_from="a@b", desk_url="http://c"))
