"""Calls given out of the house: as a vCon with our evaluations. Every export leaves an audit line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from qa.call import Transcript, Word, masked_texts, to_json
from qa.errors import Misconfigured, Refused
from qa.formats.vcon_out import CallOut, CarriedSound, new_vcon, original_vcon, with_ours
from qa.scoring.rubric import load_rubric
from qa.scoring.told import told
from qa.store import results
from qa.store.engine import Session
from qa.store.evaluations import EvaluationRead
from qa.store.pages import CallPage, call_page
from qa.store.recordings import Recordings
from qa.store.tables import Audit, Call

MEDIATYPES = {
    "wav": "audio/x-wav",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
    "mp4": "audio/mp4",
    "m4a": "audio/mp4",
}


@dataclass(frozen=True)
class Wish:
    """What is to be in it. `unmasked`: personal data in the words as they were said; `named`: who the agent is."""

    sound: bool = False
    named: bool = False
    unmasked: bool = False


def export_vcon(
    session: Session,
    recordings: Recordings,
    call_id: int,
    wish: Wish,
    *,
    time_zone: str,
    by_person_id: int | None = None,
) -> dict[str, Any]:
    """The call as a vCon; the audit line is written in the caller's transaction.

    A call that came as a vCon goes out as that vCon, its own words untouched. Raises LookupError when there is no such
    call, `Refused` when there is nothing to give out yet, or no sound though it is wished for.
    """
    page = call_page(session, call_id)
    call = session.get(Call, call_id)
    if page is None or call is None:
        raise LookupError(f"no call {call_id}")
    path = recordings.path(page.facts.recording_sha256)
    original = original_vcon(path.read_bytes()) if _is_text(path) else None
    if original is None and page.transcript is None:
        raise Refused(
            "아직 전사가 끝나지 않아 내보낼 내용이 없습니다. 처리가 끝난 뒤 다시 시도해 주세요.",
            "There is no transcript to export yet: try again once the machine is through.",
        )
    # What came as a vCon says everything in the clear already, and reads back as what was scored only if ours does too.
    clear = wish.unmasked or original is not None
    out = _out(session, page, call, replace(wish, unmasked=clear), time_zone)
    if original is not None:
        vcon = with_ours(original, out)
    else:
        vcon = new_vcon(replace(out, sound=_sound(path, call) if wish.sound else None))
    new = {"format": "vcon", "sound": wish.sound, "named": wish.named, "unmasked": wish.unmasked}
    session.add(Audit(person_id=by_person_id, act="export", thing=f"call:{call_id}", new=new))
    return vcon


def _out(session: Session, page: CallPage, call: Call, wish: Wish, time_zone: str) -> CallOut:
    facts, heard = page.facts, page.transcript
    began = facts.started_at.astimezone(ZoneInfo(time_zone))
    evaluations = tuple(_evaluation(session, page, each, began.date()) for each in page.evaluations)
    if heard is not None and not wish.unmasked:
        hidden = _hidden(heard)
        evaluations = tuple(_scrubbed(each, hidden) for each in evaluations)
        heard = _masked(heard)
    agent = {"name": call.agent.name, "login": call.agent.login} if wish.named and call.agent else None
    return CallOut(
        sha256=facts.recording_sha256,
        product=f"qa {_version()}",
        id=str(facts.id),
        started_at=began,
        accepted_at=call.accepted_at.astimezone(ZoneInfo(time_zone)),
        duration_s=facts.duration_s,
        transcript=heard,
        measures=page.measures,
        evaluations=evaluations,
        agent=agent,
        queue=call.queue,
    )


def _evaluation(session: Session, page: CallPage, read: EvaluationRead, day: Any) -> dict[str, Any]:
    """As `qa score --json` prints the machine's evaluation, with what people said otherwise beside it."""
    machine = next(e for e in results.evaluations_of(session, page.facts.id) if e.rubric == read.rubric)
    assert page.transcript is not None
    try:
        rubric = load_rubric(read.rubric_text, name=read.rubric)
        body = told(
            rubric, machine, page.facts.flags, page.transcript,
            call=str(page.facts.id), queue=page.facts.queue or None, day=day,
        )  # fmt: skip
    except Misconfigured:  # a rubric too old for this program: what was answered stands without its sections
        body = to_json(machine)
    overrides = [
        {
            "criterion": said.criterion, "answer": said.answer, "state": said.state.value, "score": said.score,
            "reason_code": said.reason_code, "note": said.reason.ko, "at": said.created_at.isoformat(),
        }
        for rating in read.ratings
        for said in rating.overrides
    ]  # fmt: skip
    return {**body, "overrides": overrides} if overrides else body


def _sound(path: Path, call: Call) -> CarriedSound:
    container = (call.recording.container or "").lower()
    if container in ("", "transcript"):
        raise Refused(
            "이 통화는 글로 들어와 내보낼 소리가 없습니다.", "This call came as text: there is no sound to export."
        )
    return CarriedSound(path.read_bytes(), MEDIATYPES.get(container, "application/octet-stream"), call.recording.name)


def _is_text(path: Path) -> bool:
    """A vCon that carries sound is a recording to the ledger, and JSON all the same."""
    with path.open("rb") as file:
        return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _masked(transcript: Transcript) -> Transcript:
    """Personal data as "●", in the words too, so that places and times stay."""
    turns = []
    for turn, text in zip(transcript.turns, masked_texts(transcript), strict=True):
        parts = text.split(" ")
        fits = " ".join(word.text for word in turn.words) == turn.text and len(parts) == len(turn.words)
        words = turn.words
        if text != turn.text:
            pairs = zip(turn.words, parts, strict=True) if fits else ()
            words = tuple(Word(part, word.start_s, word.end_s, word.confidence) for word, part in pairs)
        turns.append(replace(turn, text=text, words=words))
    return replace(transcript, turns=tuple(turns))


def _hidden(transcript: Transcript) -> dict[str, str]:
    """What personal data is said, and what stands for it."""
    masked = masked_texts(transcript)
    found = {}
    for item in transcript.personal:
        if 0 <= item.turn < len(masked):
            found[transcript.turns[item.turn].text[item.start : item.end]] = masked[item.turn][item.start : item.end]
    return {said: mask for said, mask in found.items() if said.strip()}


def _scrubbed(value: Any, hidden: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _scrubbed(item, hidden) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_scrubbed(item, hidden) for item in value]
    if isinstance(value, str):
        for said in sorted(hidden, key=len, reverse=True):
            value = value.replace(said, hidden[said])
    return value


def _version() -> str:
    try:
        return version("attune")
    except PackageNotFoundError:
        return "0"
