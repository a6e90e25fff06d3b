"""Three calibration sessions as a month leaves them: one of last month, one revealed and discussed, one open."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import update

from qa.desk.calibration_talk import agree, comment
from qa.store.calibration_tables import CalibrationSession
from qa.store.engine import Store
from tests.calibrating import begin, rate
from tests.cast import Cast, person, unreleased

SORA = {"speech_level": "no", "empathy": "partly", "greeting": "partly", "pace": "no"}


def calibrates(store: Store, cast: Cast) -> dict[str, int]:
    """Returns "session" (revealed) and "open_session"; suhyun has rated in one and has to in the other."""
    earlier = [unreleased(store, cast.folder, seed=seed, sounds=seed == 63) for seed in (61, 62, 63, 64)]
    calls = [unreleased(store, cast.folder, seed=seed, sounds=seed == 65) for seed in range(65, 70)]
    foreign = unreleased(store, cast.folder, agent="junho", seed=70, sounds=True)
    past = begin(store, earlier, ["sora", "suhyun"], title="10월 친절도 기준 맞추기")
    rate(store, "suhyun", past, {(earlier[0], "speech_level"): "yes", (earlier[1], "empathy"): "yes"})
    rate(store, "sora", past, {(call, name): answer for call in earlier for name, answer in SORA.items()})
    with store.writing() as session:
        row = update(CalibrationSession).where(CalibrationSession.id == past)
        session.execute(row.values(revealed_at=datetime(2026, 10, 20, 6, tzinfo=UTC)))
    found = begin(store, calls, ["sora", "suhyun", "eunseo"], title="11월 친절도 기준 맞추기")
    said = {(calls[0], "empathy"): "yes", (calls[1], "empathy"): "not_applicable", (calls[2], "pace"): "partly"}
    rate(store, "suhyun", found, said, note="걱정을 한 번 받아 주었습니다")
    rate(store, "sora", found, {(call, name): answer for call in calls[:3] for name, answer in SORA.items()})
    rate(store, "eunseo", found, {(calls[0], "empathy"): "partly", (calls[3], "greeting"): "cannot_tell"})
    with store.writing() as session:
        sora, leader = person(session, "sora"), person(session, "eunseo")
        words = "‘아 그러셨어요’ 한마디를 공감으로 볼지 정해야 합니다."
        comment(session, sora, found, "empathy", words, call_id=calls[0], kind="comment")
        note = "짧은 맞장구는 공감에 넣지 않는다고 앵커에 적어 주세요."
        comment(session, leader, found, "empathy", note, call_id=None, kind="rubric")
        agree(session, leader, found, "empathy", calls[0], "partly")
        agree(session, leader, found, "empathy", calls[1], "no")
        agree(session, leader, found, "greeting", calls[0], "yes")
    begin(store, [*calls[:1], foreign], ["sora", "suhyun", "haneul"], title="12월 업체 공통 캘리브레이션", shared=True)
    open_session = begin(store, earlier[:2], ["suhyun", "haneul", "sora"], title="12월 재확인", shared=True)
    rate(store, "sora", open_session)
    return {"session": found, "open_session": open_session}
