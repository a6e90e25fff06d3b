"""`qa rubric new`: a commented file to start from, and its tests, both sound as they stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from qa.command.terminal import language, say_json
from qa.errors import Misconfigured, Refused
from qa.scoring.rubric import load_rubric
from qa.scoring.rubric_cases import cases_beside
from qa.settings import settings

_RUBRIC = """\
# yaml-language-server: $schema=rubric.schema.json
#
# {ko_or_en}
#   이 파일은 그대로 써도 되는 작은 평가표입니다. 항목을 하나씩 바꾸고 `qa rubric check {path}`로 확인하십시오.
#   A small rubric that works as it is: change one criterion at a time, then run `qa rubric check {path}`.
#   배점(weight)은 영역마다 항목의 합과 같고, 영역을 모두 더하면 100입니다. 모든 필드: docs/rubrics.md
#   "yes", "no", "on", "off"는 늘 따옴표로 감쌉니다. YAML 1.1이 참·거짓으로 읽기 때문입니다.
id: {id}
name: {{ko: 새 평가표, en: New rubric}}
language: {language}
owner: 품질관리팀                      # 누가 답하는 평가표인가 (who answers for it)
valid_from: {today}
# applies_to: {{queues: [festival], channels: [phone], from: {today}, until: 2099-12-31}}   # 일부 통화에만 쓸 때

sections:
  - id: opening
    name: {{ko: 맞이, en: Opening}}
    weight: 40
    ksqi: greeting                     # KSQI 영역: reception, greeting, attitude, handling, closing
    criteria:
      - id: greeting
        name: {{ko: 첫인사, en: greeting}}
        question: {{ko: "통화 시작 15초 안에 인사말을 했는가?", en: "Did the agent greet within 15 seconds?"}}
        weight: 40
        window: {{first_s: 15}}          # 근거를 찾을 구간: first_s, last_s, first_turns, last_turns 가운데 하나
        answers:                       # score: 답의 값어치 0~1, anchor: 이 답을 고르는 기준
          "yes": {{score: 1, label: {{ko: 했음, en: Greeted}}, anchor: {{ko: 인사말이 있다., en: A greeting.}}}}
          "no": {{score: 0, label: {{ko: 없음, en: None}}, anchor: {{ko: 인사말이 없다., en: No greeting.}}}}
        check:                         # 기계가 답하는 방법
          kind: said
          need: any
          groups:
            - id: hello
              name: {{ko: 인사말, en: greeting}}
              phrases: {hello}
        guide:                         # 평가자에게 보이는 예
          pass: {{ko: "“{hello_said}”", en: "“{hello_said}”"}}
          fail: {{ko: "“네, 말씀하세요.”", en: "“Yes, go ahead.”"}}
          borderline: {{ko: 소속만 말하면 인사로 보지 않는다., en: The organisation alone is no greeting.}}

  - id: handling
    name: {{ko: 응대, en: Handling}}
    weight: 60
    ksqi: attitude
    criteria:
      - id: cushion
        name: {{ko: 쿠션어, en: softening}}
        question: {{ko: "어렵다고 답할 때 완곡한 말을 덧붙였는가?", en: "Was a refusal softened?"}}
        weight: 60
        opportunity:                   # 그런 상황이 있었는가? 없었으면 '해당 없음'이고 점수에서 빠진다
          speaker: agent
          groups:
            - id: refusal
              name: {{ko: 거절, en: refusal}}
              phrases: {refusal}
          before_turns: 1              # 그 말 바로 앞 상담사 말부터
          after_turns: 1               # 바로 뒤 상담사 말까지만 살핀다
          otherwise: {{ko: 거절한 일이 없었습니다., en: Nothing was refused.}}
        answers:
          "yes": {{score: 1, label: {{ko: 했음, en: Softened}}, anchor: {{ko: 완곡한 말이 있다., en: Softened.}}}}
          "no": {{score: 0, label: {{ko: 없음, en: Blunt}}, anchor: {{ko: 완곡한 말이 없다., en: No softening words.}}}}
        check:
          kind: said
          need: any
          groups:
            - id: soft
              name: {{ko: 쿠션어, en: softening words}}
              phrases: {soft}
        guide:
          pass: {{ko: "“{soft_said}”", en: "“{soft_said}”"}}
          fail: {{ko: "“{blunt_said}”", en: "“{blunt_said}”"}}
"""

_CASES = """\
# yaml-language-server: $schema=rubric-test.schema.json
#
# {id}의 시험. `qa rubric check`가 돌립니다. 이의제기가 받아들여지면 그 통화를 하나 더하십시오:
# `qa rubric try {id} 통화번호 --as-test "이름"`
rubric: {id}
cases:
  - name: "{good_name}"
    turns:
      - agent: "{hello_said}"
      - citizen: "{asks}"
      - agent: "{soft_said}"
      - citizen: "{thanks}"
    expect: {{greeting: "yes", cushion: "yes"}}
    score: 100

  - name: "{bad_name}"
    turns:
      - agent: "{no_hello_said}"
      - citizen: "{asks}"
      - agent: "{blunt_said}"
      - citizen: "{thanks}"
    expect: {{greeting: "no", cushion: "no"}}
    score: 0

  - name: "{na_name}"
    turns:
      - agent: "{hello_said}"
      - citizen: "{asks}"
      - agent: "{granted_said}"
      - citizen: "{thanks}"
    expect: {{greeting: "yes", cushion: not_applicable}}
"""

_WORDS = {
    "ko": {
        "ko_or_en": "평가표 (a rubric for Korean calls)",
        "hello": "[안녕하십니까, 안녕하세요, 반갑습니다]",
        "refusal": "[어렵습니다, 불가능합니다, 안 됩니다]",
        "soft": "[죄송합니다만, 죄송하지만, 번거로우시겠지만, 아쉽지만]",
        "hello_said": "안녕하십니까. 무엇을 도와드릴까요?",
        "no_hello_said": "네, 말씀하세요.",
        "asks": "오늘 바로 받을 수 있을까요?",
        "soft_said": "죄송합니다만 오늘 바로는 어렵습니다.",
        "blunt_said": "오늘 바로는 어렵습니다.",
        "granted_said": "네, 오늘 바로 받으실 수 있습니다.",
        "thanks": "네, 알겠습니다.",
        "good_name": "인사하고 완곡하게 거절한 통화",
        "bad_name": "인사 없이 잘라 말한 통화",
        "na_name": "거절할 일이 없던 통화",
    },
    "en": {
        "ko_or_en": "A rubric for English calls (영어 통화 평가표)",
        "hello": "[good morning, good afternoon, hello]",
        "refusal": "[that is not possible, we cannot do that]",
        "soft": "[I am afraid, I am sorry but, unfortunately]",
        "hello_said": "Good morning, how may I help you?",
        "no_hello_said": "Yes, go ahead.",
        "asks": "Can I have it today?",
        "soft_said": "I am afraid that is not possible today.",
        "blunt_said": "No, that is not possible today.",
        "granted_said": "Yes, you can have it today.",
        "thanks": "I see.",
        "good_name": "a greeting and a softened refusal",
        "bad_name": "no greeting and a blunt refusal",
        "na_name": "nothing to refuse",
    },
}


@click.command("new")
@click.argument("id", metavar="ID")
@click.option("--language", "spoken", type=click.Choice(["ko", "en"]), default="ko", help="Language of the calls.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write it; default: the folder of the rubrics.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def new(id: str, spoken: str, out: Path | None, json_wanted: bool) -> None:
    """Begin a rubric called ID (such as festival-ko): a small commented file and its tests. Nothing is written over."""
    path = out or settings().rubrics / f"{id}.yaml"
    beside = cases_beside(path)
    for each in (path, beside):
        if each.exists():
            raise Refused(
                f"{each}이(가) 이미 있습니다. 다른 이름을 쓰거나 --out으로 자리를 정해 주세요.",
                f"{each} is there already: take another name, or say where with --out.",
            )
    words = {**_WORDS[spoken], "id": id, "language": spoken, "path": str(path), "today": date.today().isoformat()}
    text, cases = _RUBRIC.format(**words), _CASES.format(**words)
    rubric = load_rubric(text, name=str(path))  # a bad ID is refused before anything is written
    try:
        path.write_text(text, "utf-8")
        beside.write_text(cases, "utf-8")
    except OSError as error:
        raise Misconfigured(
            f"{path}에 쓸 수 없습니다({error.strerror}). 폴더와 권한을 확인해 주세요.",
            f"{path} cannot be written ({error.strerror}): check the folder and its permissions.",
        ) from error
    if json_wanted:
        say_json({"id": rubric.id, "hash": rubric.hash, "file": str(path), "tests": str(beside)})
    elif language() == "ko":
        click.echo(f"{path}\n{beside}\n이제 `qa rubric check {path}`로 확인하십시오.")
    else:
        click.echo(f"{path}\n{beside}\nNow run `qa rubric check {path}`.")
