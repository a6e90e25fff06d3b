"""A call that was, as a case for the tests beside a rubric."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from qa.call import Rating, Transcript, masked_texts
from qa.language.personal import find_personal_data
from qa.scoring.rubric_cases import CLEARLY, GAP_S, outcome


def case_of(
    name: str, transcript: Transcript, called_at: datetime | None, expected: Iterable[Rating]
) -> dict[str, Any]:
    """The call as a case of a `.test.yaml`; personal data as ●, nothing of who took the call."""
    personal = transcript.personal or find_personal_data(transcript.turns)
    texts = masked_texts(Transcript(transcript.language, 0.0, transcript.turns, personal=personal))
    written = transcript.medium != "phone"
    turns: list[dict[str, Any]] = []
    until: float | None = None
    for turn, text in zip(transcript.turns, texts, strict=True):
        if not text.strip():
            continue
        line: dict[str, Any] = {"citizen" if turn.speaker == "citizen" else "agent": text}
        if not written and until is not None and abs(turn.start_s - until - GAP_S) > GAP_S:
            line["pause_s"] = round(min(600.0, max(-30.0, turn.start_s - until)), 1)
        if turn.words and turn.confidence < CLEARLY - 0.1:
            line["heard"] = round(turn.confidence, 2)
        turns.append(line)
        until = max(until or 0.0, turn.end_s)
    return {
        "name": name,
        **({"channel": transcript.medium} if written else {}),
        **({"started_at": called_at.replace(tzinfo=None).isoformat(timespec="minutes")} if called_at else {}),
        "turns": turns,
        "expect": {rating.criterion: outcome(rating) for rating in expected},
    }


def case_text(case: dict[str, Any]) -> str:
    """One item of `cases:` as YAML, indented to be pasted in; `yes` and `no` in quotes."""
    lines = [f"  - name: {_quoted(case['name'])}"]
    lines += [f"    {key}: {_quoted(case[key])}" for key in ("channel", "started_at") if key in case]
    lines.append("    turns:")
    for turn in case["turns"]:
        first, *rest = turn.items()
        lines.append(f"      - {first[0]}: {_quoted(first[1])}")
        lines += [f"        {key}: {value}" for key, value in rest]
    lines.append("    expect:")
    lines += [f"      {id}: {_quoted(answer)}" for id, answer in case["expect"].items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
