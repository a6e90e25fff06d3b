"""Both languages, whole: every text of every template is said in both, and no page shows the other one."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

import qa.web
from qa.call import Sentence
from qa.web import wording
from tests.cast import Cast, token

WEB = Path(qa.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
HANGUL = re.compile(r"[가-힣]")
LATIN = re.compile(r"[A-Za-z]{3,}")


def shown_texts(path: Path) -> list[str]:
    """Texts a template writes itself: between tags, and in attributes that people read."""
    source = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    source = re.sub(r"\{% block body_class %\}.*?\{% endblock %\}", "", source)
    tree = Environment(autoescape=True).parse(source)
    plain = " ".join(node.data for node in tree.find_all(nodes.TemplateData))
    read = re.findall(r'(?:title|aria-label|placeholder|alt)="([^"]*)"', plain)
    between = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", "\n", re.sub(r'="[^"]*"', "", plain), flags=re.S)
    return [text for text in (*read, *between.split("\n")) if text.strip()]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_no_template_writes_a_word_outside_say(path: Path) -> None:
    known = {"Attune", "ingest"}  # names: the product, the command
    for text in shown_texts(path):
        assert not HANGUL.search(text), text
        words = set(LATIN.findall(text)) - known
        assert not words, f"{words} in {text!r}"


def pairs() -> list[tuple[str, str, str]]:
    """Every pair of texts: `say(…)` in templates and code, `Sentence(…)` in code."""
    found = []
    for path in TEMPLATES:
        tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "say":
                ko, en = (arg.as_const() for arg in call.args)
                found.append((path.name, ko, en))
    for path in sorted(WEB.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if name in {"say", "Sentence"}:
                texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                if len(texts) == 2:
                    found.append((path.name, *texts))
    return found


def test_every_text_is_there_in_both_languages_with_the_same_blanks() -> None:
    everything = pairs()
    assert len(everything) > 250
    for where, ko, en in everything:
        assert bool(ko.strip()) == bool(en.strip()), (where, ko, en)
        assert not HANGUL.search(en), (where, en)
        assert sorted(re.findall(r"\{\w+\}", ko)) == sorted(re.findall(r"\{\w+\}", en)), (where, ko, en)
        if LATIN.search(en) and not re.fullmatch(r"\{.*\}.{0,3}", en):
            assert HANGUL.search(ko) or "{" in ko, (where, ko)


def test_every_table_of_words_is_whole() -> None:
    tables = {name: table for name, table in vars(wording).items() if name.isupper() and name != "LANGUAGES"}
    assert len(tables) >= 10
    for table in tables.values():
        for text in table.values():
            assert isinstance(text, Sentence)
            assert HANGUL.search(text.ko)
            assert LATIN.search(text.en)


PAGES = [
    "/calls",
    "/calls?state=stopped&flag=wrong_fact",
    "/answers",
    "/answers/water",
    "/answers/new",
    "/answers/gaps",
    "/answers/gaps?kind=contradicted",
    "/answers/gaps?kind=expired",
    "/answers/import",
    "/hand-in",
    "/status",
    "/calls/999999",
    "{full}",
    "{running}",
    "{stopped}",
]


@pytest.mark.parametrize("page", PAGES)
def test_an_english_page_holds_no_korean_of_ours(sign_in: Any, cast: Cast, page: str) -> None:
    address = f"/calls/{cast.calls[page[1:-1]]}" if page.startswith("{") else page
    html = sign_in("admin", "en").get(address).text
    assert '<html lang="en"' in html
    # What stays Korean is data: names, what was said, what the rubric and the file are called.
    data_parts = r'<p class="said" lang="ko">.*?</p>|<q>.*?</q>|<p lang="ko">.*?</p>|<dl class="examples">.*?</dl>'
    html = re.sub(data_parts, "", html, flags=re.S)
    html = re.sub(r'<span lang="ko">.*?</span>|name="key" value="[^"]*"| data-text="[^"]*"', "", html, flags=re.S)
    html = re.sub(r'<button class="quiet" name="language" value="ko" lang="ko">한국어</button>', "", html)
    data = (
        "김민지",
        "서유나",
        "오준호",
        "정도윤",
        "한빛",
        "누리",
        "1팀",
        "2팀",
        "수도요금-자동납부",
        "진행.wav",
        "멈춤.wav",
        "자동 납부를 신청하고 싶어요",
        "수도요금 자동 납부",
        "견인 차량 찾기",
        "수도팀",
        "승용차",
        "감면",
        "담당",
        "상수도사업본부",
        "아리수본부",
        "0원",
        "수도",
        "요금",
        "교통",
    )
    for known in data:
        html = html.replace(known, "")
    left = [line.strip() for line in html.splitlines() if HANGUL.search(line)]
    assert left == []


def test_the_switch_holds_across_signing_in_and_out(app: Any) -> None:
    client = app.test_client()
    csrf = token(client.get("/sign-in").text)
    client.post("/language", data={"csrf_token": csrf, "language": "en"})
    client.post("/sign-in", data={"csrf_token": csrf, "login": "suhyun", "password": "suhyun"})
    page = client.get("/calls").text
    assert "Hand in recordings" in page
    client.post("/sign-out", data={"csrf_token": token(page)})
    assert "Sign in" in client.get("/sign-in").text


def test_korean_is_the_default_whatever_the_browser_asks_for(app: Any) -> None:
    page = app.test_client().get("/sign-in", headers={"Accept-Language": "en-US"}).text
    assert '<html lang="ko"' in page


def test_light_and_dark_are_remembered(app: Any) -> None:
    client = app.test_client()
    csrf = token(client.get("/sign-in").text)
    client.post("/theme", data={"csrf_token": csrf, "theme": "dark"})
    assert 'data-theme="dark"' in client.get("/sign-in").text
