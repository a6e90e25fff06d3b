"""WebVTT, SRT, AI Hub's JSON and CSV of web answers become calls; what is wrong is said with its place."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from qa.call import Speaker
from qa.errors import Refused
from qa.formats.read import FileRead, calls_of
from qa.formats.transcript import CallRead

A, C, U = Speaker.AGENT, Speaker.CITIZEN, Speaker.UNKNOWN


def read(text: str | bytes, name: str = "file") -> FileRead:
    return calls_of(text if isinstance(text, bytes) else text.encode(), name)


def only(text: str | bytes, name: str = "file") -> CallRead:
    (call,) = read(text, name).calls
    return call


def said(call: CallRead) -> list[tuple[Speaker, str]]:
    return [(turn.speaker, turn.text) for turn in call.transcript.turns]


def srt(*cues: str) -> str:
    times = [f"00:00:{2 * n:02d},000 --> 00:00:{2 * n + 1:02d},500" for n in range(len(cues))]
    return "\n\n".join(f"{n + 1}\n{time}\n{cue}" for n, (time, cue) in enumerate(zip(times, cues, strict=True))) + "\n"


WEBVTT = """\ufeffWEBVTT - 120 다산콜센터

STYLE
::cue(v) { color: lime }

NOTE 이 부분은 대화가 아닙니다
Agent: 이것도 아닙니다

greeting
00:00.500 --> 00:04.000 align:start position:10%
<v Agent>안녕하십니까. <b>다산콜센터</b> &amp; 상담사 김민지입니다.</v>

00:04.200 --> 00:05.000
<v Agent>무엇을 도와드릴까요?

00:00:06.000 --> 00:00:08.000
<v.loud 홍길동><00:00:06.100>막차가 <c.word>몇 시예요?</c>
"""


def test_webvtt_tells_speakers_by_voice_tags_and_leaves_out_what_is_no_speech() -> None:
    call = only(WEBVTT)
    assert said(call) == [
        (A, "안녕하십니까. 다산콜센터 & 상담사 김민지입니다. 무엇을 도와드릴까요?"),
        (C, "막차가 몇 시예요?"),
    ]
    assert [(t.start_s, t.end_s) for t in call.transcript.turns] == [(0.5, 5.0), (6.0, 8.0)]
    assert call.transcript.language == "ko"
    assert call.measures is not None
    assert call.measures.response_time_s is None  # nobody answers the citizen


@pytest.mark.parametrize(("agent", "citizen"), [("상담사", "고객"), ("Agent", "Customer"), ("상담원 1", "시민"), ("직원", "민원인"), ("[Agent]", "[Caller]")])  # fmt: skip
def test_srt_tells_speakers_by_names_before_a_colon(agent: str, citizen: str) -> None:
    call = only(srt(f"{agent}: 안녕하십니까.", f"{citizen}: 주소: 종로구 맞나요?", "세종대로 말고요."))
    assert said(call) == [(A, "안녕하십니까."), (C, "주소: 종로구 맞나요? 세종대로 말고요.")]
    assert call.transcript.attribution == "channel"


def test_two_anonymous_speakers_are_guessed_from_their_words_and_marked_as_guessed() -> None:
    call = only(srt("SPEAKER_00: 버스 막차가 몇 시인가요?", "SPEAKER_01: 확인해 드리겠습니다. 잠시만 기다려 주세요."))
    assert [speaker for speaker, _ in said(call)] == [C, A]
    assert call.transcript.attribution == "guessed"


def test_who_cannot_be_told_is_unknown() -> None:
    three = srt("SPEAKER_00: 네.", "SPEAKER_01: 예.", "SPEAKER_02: 음.")
    assert {speaker for speaker, _ in said(only(three))} == {U}
    assert said(only(srt("오전 9시: 영업을 시작합니다.", "감사합니다."))) == [
        (U, "오전 9시: 영업을 시작합니다."),
        (U, "감사합니다."),
    ]
    dashes = only(srt("- 무엇을 도와드릴까요?\n- 막차가 몇 시예요?"))
    assert said(dashes) == [(U, "무엇을 도와드릴까요?"), (U, "막차가 몇 시예요?")]


def test_srt_in_the_encoding_of_korean_windows_with_tags_of_players_is_read() -> None:
    raw = srt("{\\an8}<font color='#fff'>상담사: 안녕하세요.</font>", "고객: 네.").replace("\n", "\r\n").encode("cp949")
    assert said(only(raw)) == [(A, "안녕하세요."), (C, "네.")]


@pytest.mark.parametrize(
    ("text", "needle"),
    [
        ("WEBVTT\n\n00:05.000 --> 00:01.000\n네\n", "in line 3 the end lies before the start"),
        ("WEBVTT\n\n00:01.000 --> soon\n네\n", "line 3"),
        ("WEBVTT\n\nNOTE nothing\n", "no cue"),
    ],
)
def test_a_broken_subtitle_file_is_refused_with_its_line(text: str, needle: str) -> None:
    with pytest.raises(Refused) as caught:
        read(text, "a.vtt")
    assert needle in caught.value.sentence.en
    assert "a.vtt" in caught.value.sentence.ko


def row(dialogue: Any, number: Any, speaker: str, text: str, **more: str) -> dict[str, Any]:
    fields = dict.fromkeys(("고객질문(요청)", "상담사질문(요청)", "고객답변", "상담사답변"), "")
    field = {"고객": "고객질문(요청)", "상담사": "상담사답변"}[speaker]
    return {
        "도메인": "다산콜센터", "카테고리": "대중교통 안내", "대화셋일련번호": dialogue, "화자": speaker, "문장번호": number,
        "고객의도": "막차 시간 문의", "상담사의도": "", "QA": "Q", **fields, field: text,
        "개체명": "막차", "용어사전": "막차/마지막 차", "지식베이스": "막차", **more,
    }  # fmt: skip


AIHUB = [
    row("B0002", "10", "상담사", "감사합니다."),
    row("B0002", "9", "고객", "네, 알겠습니다."),
    row("B0001", 1, "상담사", "다산콜센터입니다. 무엇을 도와드릴까요?"),
    row("B0001", 2, "고객", "막차가 몇 시예요?"),
]


@pytest.mark.parametrize("wrap", [lambda rows: rows, lambda rows: {"data": rows}], ids=["list", "object"])
def test_rows_of_ai_hub_become_calls_in_the_order_of_their_sentences(wrap: Any) -> None:
    found = read(json.dumps(wrap(AIHUB), ensure_ascii=False))
    assert (found.format, len(found.refused)) == ("aihub", 0)
    assert [call.id for call in found.calls] == ["B0002", "B0001"]
    assert said(found.calls[0]) == [(C, "네, 알겠습니다."), (A, "감사합니다.")]
    assert said(found.calls[1]) == [(A, "다산콜센터입니다. 무엇을 도와드릴까요?"), (C, "막차가 몇 시예요?")]
    assert found.calls[0].topic == "다산콜센터>대중교통 안내"
    assert found.calls[0].measures is None


def test_what_the_annotators_of_ai_hub_added_is_never_part_of_a_call() -> None:
    call = read(json.dumps(AIHUB)).calls[0]
    assert "막차 시간 문의" not in json.dumps(call.document, ensure_ascii=False)


def test_one_malformed_dialogue_stops_no_other() -> None:
    rows = [*AIHUB, {"화자": "고객"}, "junk", row("B0003", 1, "고객", ""), {**row(4, 1, "고객", "네"), "화자": ""}]
    found = read(json.dumps(rows), "calls.json")
    assert [call.id for call in found.calls] == ["B0002", "B0001", "4"]
    assert [refused.call.ko for refused in found.refused] == ["대화셋일련번호 B0003", "5번째 행", "6번째 행"]
    assert found.refused[0].sentence.ko == "전사 calls.json, 대화셋일련번호 B0003: 발화가 하나도 없습니다."


CSV = """번호,분류,담당자,질문,질문일시,답변,답변일시,언어
W-1,교통,minji,"막차가 몇 시예요?
2호선이요.",2026-11-20 10:00,"안녕하세요, 열두 시입니다.",2026.11.20 오후 1:30:00,한국어
W-2,수도,,요금은요?,,만 원입니다.,,
"""


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_web_answers_are_read_as_excel_saves_them(codec: str) -> None:
    found = read(CSV.encode(codec), "answers.csv")
    first, second = found.calls
    assert said(first) == [(C, "막차가 몇 시예요?\n2호선이요."), (A, "안녕하세요, 열두 시입니다.")]
    assert (first.id, first.topic, first.agent, first.transcript.medium) == ("W-1", "교통", "minji", "web")
    assert first.called_at == datetime(2026, 11, 20, 10, 0)
    assert first.transcript.answered_after_s == 3.5 * 3600
    assert first.document["answered_at"] == "2026-11-20T13:30:00"
    assert first.measures is None
    assert (second.called_at, second.transcript.answered_after_s) == (None, None)


def test_web_answers_with_english_columns_and_tabs_are_read() -> None:
    text = "question\tanswer\tasked_at\tanswered_at\tlanguage\nHow much?\tFree.\t2026-11-20T10:00:00Z\t2026-11-20T10:00:30+00:00\ten-US\n"
    call = only(text)
    assert (call.transcript.language, call.transcript.answered_after_s) == ("en", 30.0)


@pytest.mark.parametrize(
    ("line", "needle"),
    [
        ("질문만,,,", "답변(answer)이 비어 있습니다"),
        ("가,나,어제,", "'어제'은(는) 시각"),
        ("가,나,2026-11-20,2026-11-19", "답변일시가 질문일시보다 앞섭니다"),
        ("가,나,2026-11-20T10:00Z,2026-11-21", "시간대"),
        ("가,나,,,다", "열 이름보다 많습니다"),
        ("x" * 200_000 + ",나,,", "너무 길거나"),
        ("x" * 30_000 + ",나,,", "20000자보다 깁니다"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_line_and_the_next_is_read(line: str, needle: str) -> None:
    found = read(f"질문,답변,질문일시,답변일시\n{line}\n가,나,,\n", "a.csv")
    assert [said(call) for call in found.calls] == [[(C, "가"), (A, "나")]]
    (refused,) = found.refused
    assert needle in refused.sentence.ko
    assert refused.sentence.ko.startswith("전사 a.csv, 2번째 줄")
    assert refused.call.en == "line 2"


@pytest.mark.parametrize(
    ("raw", "name", "needle"),
    [
        (b"[" * 200_000, "deep.json", "no JSON"),
        (b"{}", "a.json", "turns: it is missing"),
        (b"[]", "a.json", "an empty list"),
        (b'"text"', "a.json", "no JSON object"),
        (b"name,age\n1,2\n", "a.csv", "columns question and answer are missing"),
        (bytes(range(256)), "a.csv", "cannot be read as text"),
        (b"hello", "a.txt", "no known format"),
        (b"{" + b" " * 20_000_001, "a.json", "too large"),
    ],
)
def test_what_is_nothing_of_all_this_is_refused_in_a_sentence(raw: bytes, name: str, needle: str) -> None:
    with pytest.raises(Refused) as caught:
        read(raw, name)
    assert needle in caught.value.sentence.en
    assert name in caught.value.sentence.ko


def test_a_list_of_our_own_calls_is_several_calls() -> None:
    good = {"id": 7, "turns": [{"speaker": "agent", "text": "Hello."}]}
    found = read(json.dumps([good, {"turns": 1}, 5]), "all.json")
    assert [call.id for call in found.calls] == ["7"]
    assert [refused.sentence.en for refused in found.refused] == [
        "The transcript all.json, number 2, turns: input should be a valid tuple.",
        "The transcript all.json, number 3: it is no JSON object.",
    ]
