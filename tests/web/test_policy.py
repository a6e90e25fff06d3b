"""The page of the rules: what each means, what was wrong with which, who changed it last, who may only read."""

from __future__ import annotations

import re
from typing import Any

import pytest

from qa.desk.set_policy import TITLES
from qa.store.engine import Store
from qa.store.policy import Policy, policy
from qa.web.wording_work import MEANINGS, UNITS
from tests.cast import Cast, token


def form(client: Any) -> dict[str, str]:
    """What the form sends when nothing is touched."""
    page = client.get("/policy").text
    fields = dict(re.findall(r'name="(\w+)" type="number"[^>]*? value="([^"]*)"', page))
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen is not None
    return fields | {"csrf_token": token(page), "seen": seen[1], "approval": "1"}


def test_every_rule_is_explained() -> None:
    assert set(MEANINGS) == set(UNITS) == set(TITLES)
    planted = MEANINGS["planted_share"]
    assert "점수는 달라지지 않습니다" in planted.ko
    assert "본인에게 바로 알려" in planted.ko
    assert "never changes a score" in planted.en


def test_a_change_is_kept_and_told_with_who_and_why(sign_in: Any, desk: Store, cast: Cast) -> None:
    client = sign_in("eunseo")
    sent = form(client) | {"planted_share": "5", "reason": "듣는지 확인", "approval": ""}
    assert client.post("/policy", data=sent).status_code == 303
    with desk.reading() as session:
        assert (policy(session).planted_share, policy(session).approval) == (0.05, 0)
    page = client.get("/policy").text
    assert "운영 기준을 바꾸었습니다." in page
    changes = page[page.index("최근 변경") :]
    assert "최은서" in changes
    assert "듣는지 확인" in changes
    assert "<del>0%</del> → <ins>5%</ins>" in changes


def test_what_is_wrong_is_named_and_what_was_typed_stays(sign_in: Any, desk: Store, cast: Cast) -> None:
    client = sign_in("eunseo")
    answer = client.post(
        "/policy", data=form(client) | {"flagged_days": "0", "random_days": "12", "reason": "느긋하게"}
    )
    assert answer.status_code == 422
    assert "&#39;확인이 필요한 통화의 평가 기한&#39;에는 1에서 90 사이의 값을 정수로 적어 주세요." in answer.text
    assert re.search(r'id="flagged_days"[^>]*value="0"[^>]*aria-invalid="true"', answer.text)
    assert re.search(r'id="random_days"[^>]*value="12"', answer.text)
    assert "느긋하게" in answer.text
    with desk.reading() as session:
        assert policy(session) == Policy()


def test_a_form_that_was_open_while_another_changed_it_is_refused(sign_in: Any, desk: Store, cast: Cast) -> None:
    one, two = sign_in("eunseo"), sign_in("admin")
    late = form(two) | {"flagged_days": "5", "reason": "빨리"}
    assert one.post("/policy", data=form(one) | {"random_days": "9", "reason": "더 길게"}).status_code == 303
    answer = two.post("/policy", data=late)
    assert answer.status_code == 422
    assert "그사이 다른 관리자가" in answer.text


def test_a_vendor_s_manager_reads_the_rules_and_changes_none(sign_in: Any, desk: Store, cast: Cast) -> None:
    client = sign_in("taeo")
    page = client.get("/policy").text
    assert "업체 관리자는 볼 수만 있습니다." in page
    assert 'name="planted_share"' not in page
    centre = form(sign_in("eunseo"))
    sent = centre | {"csrf_token": token(page), "random_days": "20", "reason": "우리 업체만"}
    answer = client.post("/policy", data=sent)
    assert answer.status_code == 422
    assert "센터 관리자에게 요청해 주세요." in answer.text
    with desk.reading() as session:
        assert policy(session) == Policy()


@pytest.mark.parametrize("who", ["sora", "jiho", "minji"])
def test_who_assigns_nothing_does_not_see_the_rules(sign_in: Any, cast: Cast, who: str) -> None:
    assert sign_in(who).get("/policy").status_code == 403
