"""The page of a call's history: in words, masked, for those who answer for it, and not for who rates blind."""

from __future__ import annotations

import ast
import re
from typing import Any

from qa.call import Sentence
from qa.desk.inbox import take_next
from qa.desk.override import Override, override
from qa.settings import HERE
from qa.store.engine import Store
from qa.store.reviews import Purpose, Stream
from qa.store.tables import Audit
from qa.web import wording_desk
from tests.cast import MOBILE, Cast, person, unreleased
from tests.desk.test_history import busy_day, rating_of


def text_of(page: str) -> str:
    main = re.search(r"<main.*</main>", page, flags=re.S)
    assert main
    return " ".join(re.sub(r"<[^>]*>", " ", main[0]).split())


def test_who_did_what_stands_there_in_words(sign_in: Any, desk: Store, cast: Cast) -> None:
    busy_day(desk, cast.calls["full"])
    shown = text_of(sign_in("eunseo").get(f"/calls/{cast.calls['full']}/history").text)
    for told in (
        "기록 3건",
        "평정 수정",
        "박수현",
        "판정 오류 · 공감했습니다",
        "오안내 원인 확인",
        "표준상담 오류",
        "녹취 올림",
    ):
        assert told in shown
    assert re.search(r"답 이전: \S+ → 이후: \S+", shown)
    for code in ("override", "confirm_fault", "rule", "entry_wrong", "sha256", "rated"):
        assert code not in shown


def test_it_is_linked_from_the_call_for_those_who_may(sign_in: Any, cast: Cast) -> None:
    address = f"/calls/{cast.calls['full']}"
    assert f'href="{address}/history"' in sign_in("eunseo").get(address).text
    assert f'href="{address}/history"' not in sign_in("suhyun").get(address).text


def test_what_people_wrote_is_masked_as_on_the_page_of_the_call(sign_in: Any, desk: Store, cast: Cast) -> None:
    call_id = cast.calls["full"]
    with desk.writing() as session:
        rating = rating_of(session, call_id, "empathy")
        said = Override("yes", "context", f"{MOBILE}라고 해서 바로 확인했습니다", rating)
        override(session, person(session, "suhyun"), call_id, rating, said)
    shown = sign_in("eunseo").get(f"/calls/{call_id}/history").text
    assert "바로 확인했습니다" in shown
    assert "이삼사오" not in shown


def test_whoever_rates_the_call_sees_nothing_of_it(sign_in: Any, desk: Store, cast: Cast) -> None:
    unreleased(desk, cast.folder, seed=71, drawn=True)
    with desk.writing() as session:
        taken = take_next(session, person(session, "eunseo"), Purpose.FIRST, Stream.RANDOM)
        assert taken is not None
    address = f"/calls/{taken.call_id}/history"
    shown = text_of(sign_in("eunseo").get(address).text)
    assert "평가를 마치면 볼 수 있습니다" in shown
    assert "녹취 올림" not in shown
    assert "평가 가져감 최은서" in text_of(sign_in("admin").get(address).text)


def test_a_submission_names_the_criteria_that_were_changed(sign_in: Any, desk: Store, cast: Cast) -> None:
    call_id = unreleased(desk, cast.folder, seed=72, drawn=True)
    with desk.writing() as session:
        taken = take_next(session, person(session, "suhyun"), Purpose.FIRST, Stream.RANDOM)
        assert taken is not None
        new = {"state": "submitted", "scores": {"courtesy-ko": 81.25}, "changed": {"empathy": ["yes", "rule"]}}
        session.add(Audit(act="submit", thing=f"review:{taken.id}", old={"state": "assigned"}, new=new))
    shown = text_of(sign_in("admin").get(f"/calls/{call_id}/history").text)
    assert "상태 이전: 배정됨 → 이후: 제출됨" in shown
    assert re.search(r"점수 \S.* 81\.[23]", shown)
    assert "courtesy-ko" not in shown
    assert "empathy" not in shown


def test_a_corrected_word_leads_to_its_turn(sign_in: Any, desk: Store, cast: Cast) -> None:
    with desk.writing() as session:
        was, now = {"transcript": 1, "turn": 4, "text": "일 퍼센트"}, {"transcript": 2, "turn": 4, "text": "이 퍼센트"}
        session.add(Audit(act="correct", thing=f"call:{cast.calls['full']}", old=was, new=now))
    page = sign_in("admin").get(f"/calls/{cast.calls['full']}/history").text
    assert f'<a href="/calls/{cast.calls["full"]}#turn-4">5번째 발화</a>' in page
    assert "내용 이전: 일 퍼센트 → 이후: 이 퍼센트" in text_of(page)


def test_an_act_newer_than_the_words_is_shown_by_its_code(sign_in: Any, desk: Store, cast: Cast) -> None:
    with desk.writing() as session:
        new = {
            "level": 3,
            "gone": None,
            "list": [1, "b"],
            "at_night": True,
            "by_day": False,
            "seen_at": "2026-11-20T05:30:00+00:00",
            "odd_at": "?",
        }
        session.add(
            Audit(act="teleport", thing=f"call:{cast.calls['full']}", old={"level": 2, "gone": 1, "kept": 4}, new=new)
        )
    shown = text_of(sign_in("admin").get(f"/calls/{cast.calls['full']}/history").text)
    for told in (
        "teleport",
        "level 이전: 2 → 이후: 3",
        "list 1, b",
        "at_night 예",
        "seen_at 11월 20일 (금) 14:30",
        "odd_at ?",
    ):
        assert told in shown
    assert "gone 이전: 1 → 없음" in shown
    assert "kept 4" in shown, "known only from before: no change of it is told"
    assert "by_day" not in shown


def test_an_english_history_holds_no_korean_of_ours(sign_in: Any, desk: Store, cast: Cast) -> None:
    busy_day(desk, cast.calls["full"])
    page = sign_in("admin", "en").get(f"/calls/{cast.calls['full']}/history").text
    data = ("한국어", "정도윤", "김민지", "박수현", "공감했습니다", "감면", "수도요금-자동납부")
    for known in data:
        page = page.replace(known, "")
    assert not re.search(r"[가-힣]", text_of(page))
    assert "Overrode a rating" in page


def acts_written() -> set[str]:
    """Every act that the program writes into the audit, read from its source."""
    found: set[str] = set()
    for path in [*(HERE / "qa" / "desk").glob("*.py"), *(HERE / "qa" / "store").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                told = [word.value for word in node.keywords if word.arg == "act"] if node.func.id == "Audit" else []
                told += node.args[2:3] if node.func.id.endswith("note_down") else []
                parts = (part for each in told for part in ast.walk(each))
                found |= {
                    part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return found


def test_every_act_on_a_call_has_a_word() -> None:
    acts = acts_written()
    assert {"override", "take", "assign", "hand_in"} <= acts
    # These are not done to a call.
    elsewhere = {act for act in acts if act.startswith("answers_")}
    elsewhere |= {"settle_gap", "set_policy", "start_calibration", "reference"}
    assert acts - elsewhere - set(wording_desk.ACTS) == set()


def test_every_word_of_the_desk_is_there_in_both_languages() -> None:
    tables = [wording_desk.ACTS, wording_desk.FIELDS, wording_desk.REASONS, *wording_desk.VALUES.values()]
    for table in tables:
        for text in table.values():
            assert isinstance(text, Sentence)
            assert re.search(r"[가-힣]", text.ko)
            assert re.search(r"[A-Za-z]{3,}", text.en)
