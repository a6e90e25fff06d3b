"""`qa people`: accounts."""

from __future__ import annotations

import sys

import click

from qa.call import to_json
from qa.command.terminal import say_json
from qa.settings import settings
from qa.store.engine import open_store
from qa.store.people import ROLES, add_person, change_email, every_person


@click.group("people")
def command() -> None:
    """Accounts: list, add, change."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON value on standard output.")
def list_people(as_json: bool) -> None:
    """Everyone who may sign in, and agents."""
    store = open_store(settings())
    with store.reading() as session:
        people = [
            {
                "login": p.login,
                "name": p.name,
                "role": p.role,
                "vendor": p.vendor.name if p.vendor else None,
                "team": p.team.name if p.team else None,
                "email": p.email,
                "active": p.active,
            }
            for p in every_person(session)
        ]
    store.close()
    if as_json:
        say_json(to_json(people))
        return
    for person in people:
        place = " ".join(str(person[k]) for k in ("vendor", "team") if person[k])
        click.echo(
            f"{person['login']:16}{person['role']:16}{person['name']}  {place}  {person['email'] or ''}".rstrip()
        )


@command.command("add")
@click.argument("login")
@click.option("--name", required=True, help="Name as the pages show it.")
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--vendor", help="Vendor the person belongs to; agents need one. Made when new.")
@click.option("--team", help="Team within the vendor. Made when new.")
@click.option("--email", help="Where notifications go as mail, where the desk sends any.")
def add(login: str, name: str, role: str, vendor: str | None, team: str | None, email: str | None) -> None:
    """Add a person. The password is asked for, or read from standard input when that is no terminal."""
    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    store = open_store(settings())
    with store.writing() as session:
        added = add_person(
            session, login=login, name=name, role=role, password=password, vendor=vendor, team=team, email=email
        )
        shown = f"{added.login} ({added.role})"
    store.close()
    click.echo(f"Added {shown}.")


@command.command("change")
@click.argument("login")
@click.option("--email", required=True, help="Where notifications go as mail; empty for nowhere.")
def change(login: str, email: str) -> None:
    """Change a person."""
    store = open_store(settings())
    with store.writing() as session:
        changed = change_email(session, login, email)
        shown = f"{changed.login}: {changed.email or '-'}"
    store.close()
    click.echo(f"Changed {shown}.")
