"""Who answers the call: names and offices by the shape of an opening."""

from __future__ import annotations

import pytest

from qa.language.names import find_own_name
from qa.language.openings import find_introduced_name, find_own_office


@pytest.mark.parametrize(
    ("opening", "office", "name"),
    [
        ("안녕하세요? 120 봉다희예요. 어떤 일이세요?", "120", "봉다희"),
        ("네 서울시 세금상담 표은하예요.", "서울시 세금상담", "표은하"),
        ("SH공사 여울입니다, 무엇을 도와드릴까요?", "SH공사 여울", "여울"),
        ("120 다산콜센터입니다.", "120 다산콜센터", None),
        ("중구청이요. 뭐요?", "중구청", None),
        ("반갑습니다, 소미라입니다", None, "소미라"),
        ("네, 말씀하세요.", None, None),
        ("안녕하십니까. 무엇을 도와드릴까요?", None, None),
        ("Foreign workers' support, hello, Rosa here.", "Foreign workers' support", "Rosa"),
        ("Hello, Gwanak waste line, you're through to Fern.", "Gwanak waste line", "Fern"),
        ("Tax desk, Howard here.", "Tax desk", "Howard"),
        ("Yes, go ahead.", None, None),
    ],
)
def test_the_opening_says_who_answers(opening: str, office: str | None, name: str | None) -> None:
    def shown(span: tuple[int, int] | None) -> str | None:
        return opening[span[0] : span[1]] if span else None

    assert shown(find_own_office(opening)) == office
    assert shown(find_own_name(opening) or find_introduced_name(opening)) == name
