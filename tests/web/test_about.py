"""What calls were about, on their pages: the block of a call, the filters and figures of the list."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from qa.analytics.about import CallAbout, Transfer, about
from qa.analytics.reason import Complained, Complaint
from qa.answers.table import answers_of
from qa.store.about import keep_about
from qa.store.engine import Store
from qa.store.tables import Call, CallTranscript
from tests.cast import MOBILE, Cast, measures, transcript

ANSWERS = """id,title,questions,topic,fact_type,fact_name,fact_value,required,valid_from,valid_to
autopay,수도요금 자동 납부,수도요금 자동 납부 신청하려면|자동 납부 감면,수도>요금>자동 납부,fee,감면,"500원",yes,,
dog,반려견 등록,강아지 등록 어디서 해요,동물>등록,fee,내장형 수수료,"10,000원",no,,
"""


@pytest.fixture
def told(cast: Cast, desk: Store) -> CallAbout:
    """The three finished calls with what they were about: one resolved, one transferred, one with a complaint."""
    heard = transcript()
    found = about(heard, measures(heard), answers_of(ANSWERS, "test"))
    handed = replace(
        found,
        topic="동물>등록",
        resolved=False,
        transfers=(Transfer(6, "연결해 드리겠습니다", "<b>동물과</b>", None),),
        time_to_agent_s=44.0,
    )
    unkind = replace(found, complaints=(Complained(Complaint.UNKINDNESS, 1, f"불친절하네요 {MOBILE}"),))
    with desk.writing() as session:
        for name, each in (("full", found), ("teammate", handed), ("other_vendor", unkind)):
            call_id = cast.calls[name]
            row = session.scalars(select(CallTranscript).where(CallTranscript.call_id == call_id)).one()
            keep_about(session, call_id, each, transcript_id=row.id, answers_version_id=None)
    return found


def listed(page: str) -> set[int]:
    return {int(found) for found in re.findall(r'<th scope="row"><a href="/calls/(\d+)"', page)}


def test_the_page_of_a_call_tells_what_it_was_about(told: CallAbout, sign_in: Any, cast: Cast) -> None:
    page = sign_in("suhyun").get(f"/calls/{cast.calls['full']}").text
    assert "이 통화는" in page
    assert "수도 › 요금 › 자동 납부" in page
    assert "이관 없이 해결" in page
    assert 'href="/calls?topic=' in page
    assert f'href="#turn-{told.why_turn}"' in page
    english = sign_in("suhyun", "en").get(f"/calls/{cast.calls['teammate']}").text
    assert "This call" in english
    assert "&lt;b&gt;동물과&lt;/b&gt;" in english


def test_a_complaint_shows_its_words_without_personal_data(told: CallAbout, sign_in: Any, cast: Cast) -> None:
    page = sign_in("suhyun").get(f"/calls/{cast.calls['other_vendor']}").text
    assert "불친절하네요" in page
    assert MOBILE not in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("topic=수도", {"full", "other_vendor"}),
        ("topic=수도>요금>자동 납부", {"full", "other_vendor"}),
        ("topic=수도>요금>자동", set()),
        ("resolved=alone", {"full", "other_vendor"}),
        ("resolved=no", {"teammate"}),
        ("transferred=yes", {"teammate"}),
        ("complaint=unkindness", {"other_vendor"}),
        ("to_agent=20", {"teammate"}),
        ("waiting=8", {"full", "teammate", "other_vendor"}),
        ("waiting=20", {"teammate"}),
        ("waiting=44", set()),
        ("language=ko&resolved=no", {"teammate"}),
        ("language=en", set()),
        ("repeat=yes", set()),
        ("reason=report", set()),
    ],
)
def test_the_list_narrows_by_what_calls_were_about(
    told: CallAbout, sign_in: Any, cast: Cast, query: str, names: set[str]
) -> None:
    page = sign_in("suhyun").get(f"/calls?{query}").text
    assert listed(page) == {cast.calls[name] for name in names}


@pytest.mark.parametrize(
    "query", ["waiting=abc", "waiting=-1", "waiting=1e9", "resolved=maybe", "complaint=x", "reason=<"]
)
def test_what_is_no_answer_narrows_nothing(told: CallAbout, sign_in: Any, cast: Cast, query: str) -> None:
    assert listed(sign_in("suhyun").get(f"/calls?{query}").text) == set(cast.calls.values())


def test_links_keep_the_filters_and_the_figures_lead_to_their_calls(told: CallAbout, sign_in: Any, cast: Cast) -> None:
    client = sign_in("suhyun")
    page = client.get("/calls?language=ko&stream=flagged").text
    figures = re.search(r'<dl class="figures">(.*?)</dl>', page, re.DOTALL)
    assert figures
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', figures[1])]
    assert len(links) == 3
    assert all("language=ko" in link and "stream=flagged" in link for link in links)
    assert "67%" in figures[1]
    assert "3건 중 2건" in figures[1]
    assert listed(client.get(links[0]).text) == {cast.calls["full"], cast.calls["other_vendor"]}
    assert listed(client.get(links[1]).text) == {cast.calls["teammate"]}
    assert listed(client.get(links[2]).text) == {cast.calls["other_vendor"]}


def test_an_agent_sees_topics_and_figures_of_own_calls_alone(told: CallAbout, sign_in: Any) -> None:
    page = sign_in("minji").get("/calls").text
    assert "자동 납부" in page
    assert "동물" not in page
    assert "1건 중 1건" in page


def test_earlier_calls_from_the_number_are_links_where_they_may_be_seen(
    told: CallAbout, sign_in: Any, cast: Cast, desk: Store
) -> None:
    with desk.writing() as session:
        for name in ("full", "teammate", "other_vendor"):
            session.get_one(Call, cast.calls[name]).citizen_hash = "ab" * 32
    this, mate, other = (cast.calls[name] for name in ("other_vendor", "teammate", "full"))
    seen = sign_in("suhyun").get(f"/calls/{this}").text
    assert f'href="/calls/{mate}"' in seen
    assert f'href="/calls/{other}"' in seen
    own = sign_in("junho").get(f"/calls/{this}").text
    assert f'href="/calls/{mate}"' not in own
    assert "볼 수 없는 통화 2건" in own


def test_a_call_that_is_not_scored_yet_shows_no_block(sign_in: Any, cast: Cast) -> None:
    assert "이 통화는" not in sign_in("suhyun").get(f"/calls/{cast.calls['running']}").text
