"""AI Hub's "민원(콜센터) 질의-응답": rows of sentences, a call being those of one 대화셋일련번호 by 문장번호.

What its annotators added (고객의도, 상담사의도, 개체명, 용어사전, 지식베이스) is not part of the conversation.
"""

from __future__ import annotations

from typing import Any

from qa.call import Sentence
from qa.formats.part import Part, Parts, Unreadable
from qa.formats.speakers import role_of

DIALOGUE, SENTENCE, SPEAKER = "대화셋일련번호", "문장번호", "화자"
CITIZEN_SAYS = ("고객질문(요청)", "고객질문", "고객답변")
AGENT_SAYS = ("상담사질문(요청)", "상담사질문", "상담사답변")


def rows_of(data: Any) -> list[Any] | None:
    """The rows, at the top or one level below it; None when this is something else."""
    lists = [data] if isinstance(data, list) else list(data.values()) if isinstance(data, dict) else []
    for rows in lists:
        if isinstance(rows, list) and any(isinstance(row, dict) and DIALOGUE in row for row in rows):
            return rows
    return None


def read(rows: list[Any]) -> Parts:
    """Every dialogue of the file; a row that belongs to none is a fault of its own."""
    dialogues: dict[str, list[dict[str, Any]]] = {}
    parts: list[Part] = []
    for number, row in enumerate(rows, start=1):
        told = row.get(DIALOGUE) if isinstance(row, dict) else None
        if not isinstance(told, str | int) or not str(told).strip():
            fault = Sentence(
                f"{DIALOGUE}가 없어 어느 대화인지 알 수 없습니다", f"{DIALOGUE} is missing, so it belongs to no call"
            )
            parts.append(Part(fault=fault, place=Sentence(f"{number}번째 행", f"row {number}")))
        else:
            dialogues.setdefault(str(told).strip(), []).append(row)
    if not dialogues:
        raise Unreadable("대화가 하나도 없습니다", "it holds no dialogue")
    return Parts("aihub", (*(_dialogue(name, found) for name, found in dialogues.items()), *parts))


def _dialogue(name: str, rows: list[dict[str, Any]]) -> Part:
    place = Sentence(f"{DIALOGUE} {name}", f"{DIALOGUE} {name}")
    numbers = [_number(row.get(SENTENCE)) for row in rows]
    ordered = rows
    if all(number is not None for number in numbers):
        ordered = [row for _, row in sorted(zip(numbers, rows, strict=True), key=lambda pair: pair[0] or 0)]
    turns = [turn for row in ordered for turn in _turns(row)]
    if not turns:
        return Part(fault=Sentence("발화가 하나도 없습니다", "nobody says anything in it"), place=place)
    topic = ">".join(text for text in (_text(rows[0].get(key)) for key in ("도메인", "카테고리")) if text)
    return Part({"id": name, "channel": "phone", "topic": topic[:200] or None, "turns": turns}, place=place)


def _turns(row: dict[str, Any]) -> list[dict[str, str]]:
    """One per field that holds text. With a single one 화자 says whose it is; with several the fields do."""
    said = [("citizen", _text(row.get(key))) for key in CITIZEN_SAYS]
    said += [("agent", _text(row.get(key))) for key in AGENT_SAYS]
    said = list(dict.fromkeys((speaker, text) for speaker, text in said if text))
    named = role_of(_text(row.get(SPEAKER)))
    if len(said) == 1 and named is not None:
        said = [(named.value, said[0][1])]
    elif named is not None:
        said.sort(key=lambda pair: pair[0] != named.value)
    return [{"speaker": speaker, "text": text} for speaker, text in said]


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
