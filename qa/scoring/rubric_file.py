"""Rubric files as text: YAML without its traps, and faults that name file, line and field.

Refused: aliases and anchors (a small file can unfold into gigabytes), duplicate keys (the last would silently win),
bare `yes`, `no`, `on`, `off` as keys (YAML 1.1 reads them as true and false), too deep, too large.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from qa.errors import Misconfigured

LARGEST_BYTES = 512 * 1024
DEEPEST = 24
MOST_NODES = 50_000

Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """The plain data of a file, and the line (from 1) of every key and item."""

    name: str
    data: Any
    lines: dict[Where, int]

    def line(self, where: Where) -> int:
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def fault(self, where: Where, ko: str, en: str) -> Misconfigured:
        return fault(self.name, self.line(where), self.field(where), ko, en)

    def field(self, where: Where) -> str:
        """The place as people find it: items of a list by their id, `sections.opening.criteria.greeting.weight`."""
        out, data = "", self.data
        for part in where:
            try:
                data = data[part]
            except (KeyError, IndexError, TypeError):
                data = None
            id = data.get("id") if isinstance(data, dict) else None
            if isinstance(part, int):
                out += f".{id}" if isinstance(id, str) else f"[{part + 1}]"
            else:
                out += f".{part}" if out else part
        return out


def fault(name: str, line: int, field: str, ko: str, en: str) -> Misconfigured:
    at_ko, at_en = (f", {field}", f", {field}") if field else ("", "")
    return Misconfigured(f"{name} {line}번째 줄{at_ko}: {ko}", f"{name}, line {line}{at_en}: {en}")


def read_file(path: Path) -> str:
    try:
        raw = path.read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise Misconfigured(
            f"평가표 {path}을(를) 읽을 수 없습니다({error.strerror}). 경로와 권한을 확인해 주세요.",
            f"The rubric {path} cannot be read ({error.strerror}): check the path and the permissions.",
        ) from error
    except UnicodeDecodeError as error:
        raise fault(
            str(path),
            raw.count(b"\n", 0, error.start) + 1,
            "",
            "UTF-8이 아닙니다. UTF-8로 저장해 주세요.",
            "this is not UTF-8: save the file as UTF-8.",
        ) from error


def read_document(text: str, name: str) -> Document:
    """Raises `Misconfigured` with file and line for everything that is refused."""
    if len(text.encode()) > LARGEST_BYTES:
        raise fault(
            name,
            1,
            "",
            f"파일이 {LARGEST_BYTES // 1024} KB보다 큽니다.",
            f"the file is larger than {LARGEST_BYTES // 1024} KB.",
        )
    loader = _Loader(text, name)
    try:
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem or error.context or error)
        raise fault(
            name,
            mark.line + 1 if mark else 1,
            "",
            f"YAML로 읽을 수 없습니다({problem}).",
            f"this cannot be read as YAML ({problem}).",
        ) from error
    except yaml.YAMLError as error:
        raise fault(
            name, 1, "", f"YAML로 읽을 수 없습니다({error}).", f"this cannot be read as YAML ({error})."
        ) from error
    finally:
        loader.dispose()
    lines: dict[Where, int] = {}
    if not isinstance(node, yaml.MappingNode):
        raise fault(
            name,
            1,
            "",
            "평가표가 비어 있거나 '키: 값' 형식이 아닙니다.",
            "the rubric is empty or no mapping of keys to values.",
        )
    data = _plain(node, (), lines, name)
    return Document(name, data, lines)


class _Loader(yaml.SafeLoader):
    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self._name = name
        self._depth = 0
        self._nodes = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise fault(
                self._name,
                line,
                "",
                "YAML 별칭(&, *)은 쓸 수 없습니다. 내용을 그대로 적어 주세요.",
                "aliases (& and *) are not allowed: write the content out.",
            )
        self._nodes += 1
        self._depth += 1
        if self._depth > DEEPEST or self._nodes > MOST_NODES:
            raise fault(
                self._name,
                line,
                "",
                "항목이 너무 깊게 들어가 있거나 너무 많습니다.",
                "this is nested too deeply or too large.",
            )
        node: yaml.Node | None = super().compose_node(parent, index)
        self._depth -= 1
        return node


def _plain(node: yaml.Node, where: Where, lines: dict[Where, int], name: str) -> Any:
    """Dicts, lists and scalars of a node; `lines` is filled on the way."""
    lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = _key(key_node, where, name)
            line = key_node.start_mark.line + 1
            if key in out:
                first = lines[(*where, key)]
                raise fault(
                    name,
                    line,
                    _field((*where, key)),
                    f"{key!r}이(가) 두 번 나옵니다(처음은 {first}번째 줄).",
                    f"{key!r} appears twice (first in line {first}).",
                )
            lines[(*where, key)] = line
            out[key] = _plain(value_node, (*where, key), lines, name)
        return out
    if isinstance(node, yaml.SequenceNode):
        items: list[Any] = []
        for place, item in enumerate(node.value):
            lines[(*where, place)] = item.start_mark.line + 1
            items.append(_plain(item, (*where, place), lines, name))
        return items
    try:
        return yaml.SafeLoader("").construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        raise fault(
            name,
            node.start_mark.line + 1,
            _field(where),
            f"값 {node.value!r}을(를) 읽을 수 없습니다.",
            f"the value {node.value!r} cannot be read.",
        ) from error


def _key(node: yaml.Node, where: Where, name: str) -> str:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str":
        return str(node.value)
    shown = str(node.value) if isinstance(node, yaml.ScalarNode) else "…"
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:bool":
        ko, en = ("참(true)", "true") if shown.lower() in ("yes", "on", "true") else ("거짓(false)", "false")
        raise fault(
            name,
            line,
            _field((*where, shown)),
            f"따옴표 없는 {shown}은(는) YAML 1.1에서 문자열이 아니라 {ko}으로 읽힙니다. "
            f'"{shown}":처럼 따옴표로 감싸 주세요.',
            f'a bare {shown} is not text in YAML 1.1: it is read as {en}. Write it in quotes, "{shown}":.',
        )
    raise fault(
        name,
        line,
        _field((*where, shown)),
        f"키 {shown!r}은(는) 문자열이 아닙니다. 따옴표로 감싸 주세요.",
        f"the key {shown!r} is not text: put it in quotes.",
    )


def _field(where: Where) -> str:
    """("sections", 0, "criteria", 1, "weight") → sections[1].criteria[2].weight, counted from 1 as people do."""
    out = ""
    for part in where:
        out += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if out else str(part)
    return out
