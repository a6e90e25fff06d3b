"""Keys: one table, which pages list and the script learns; nothing the script does lacks a key, and no key is idle."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from qa.web.keys import GROUPS, KEYS
from tests.cast import Cast

SCRIPTS = Path(__file__).parents[2] / "qa" / "web" / "static" / "js"
# Where the script says what an act is: the file, and how the list of acts begins; it ends where the indent does.
ACTS = (("keys.js", "const doing = {"), ("asks.js", "\n  return {"), ("corrections.js", "\n  return {"))


def acts_of(name: str, begins: str) -> set[str]:
    text = (SCRIPTS / name).read_text(encoding="utf-8")
    piece = text[text.rindex(begins) :]
    named = re.findall(
        r'(?:^    |\{ |, )(?:"([\w-]+)"|(\w+)): \(', piece[: re.search(r"\};?$", piece, re.M).start() + 1], re.M
    )
    return {quoted or plain for quoted, plain in named}


def test_every_act_of_the_script_has_a_key_and_every_key_an_act() -> None:
    found = [acts_of(name, begins) for name, begins in ACTS]
    assert all(found)
    assert set().union(*found) == {key.act for key in KEYS}


def test_a_key_the_script_treats_apart_is_in_the_table() -> None:
    text = (SCRIPTS / "keys.js").read_text(encoding="utf-8")
    named = set(re.findall(r'event\.key [!=]== "([^"]+)"', text))
    assert named
    assert named <= {key.key for key in KEYS}


def test_no_key_stands_twice_and_every_act_is_told_in_both_languages() -> None:
    keys = [key.key for key in KEYS]
    assert len(keys) == len(set(keys))
    assert len({key.act for key in KEYS}) == len(KEYS)
    for key in KEYS:
        assert key.meaning.ko
        assert key.meaning.en
        assert key.meaning.ko != key.meaning.en


def test_the_page_shows_every_key_in_its_group(sign_in: Any, cast: Cast) -> None:
    page = html.unescape(sign_in("minji").get("/keys").text)
    at = 0
    for group in GROUPS:
        at = page.index(f">{group.title.ko}</h2>", at)
        for key in group.keys:
            at = page.index(f"<kbd>{key.shown}</kbd></dt><dd>{key.meaning.ko}</dd>", at)


def test_the_list_of_calls_and_the_help_of_a_call_lead_there(sign_in: Any, cast: Cast) -> None:
    client = sign_in("sora")
    assert 'href="/keys"' in client.get("/calls").text
    assert 'href="/keys"' in client.get(f"/calls/{cast.calls['full']}").text
