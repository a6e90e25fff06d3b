"""`qa bench`: pages (in `bench_pages`), and how many calls a second one core scores, on calls made from seeds."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from typing import Any

import click

from qa.answers.table import load_answers
from qa.call import Speaker, SpeechMeasures, Transcript, Turn, Word
from qa.command.bench_pages import pages
from qa.command.score import rubric_path
from qa.command.terminal import say_json
from qa.scoring.check import Check
from qa.scoring.evaluate import evaluate
from qa.scoring.hearing import Hearing
from qa.scoring.rubric import Rubric, load_rubric
from qa.settings import settings
from qa.speech.pace import syllables
from qa.speech.turn_times import measure_turns

_SYLLABLES_PER_S = 5.0
WARM_UP = 5  # calls that load dictionaries and compile patterns; not counted

_PLACES = (
    "은평구 성북구 마포구 강서구 노원구 송파구 관악구 중랑구 도봉구 용산구 진관동 정릉동 상암동 화곡동 상계동".split()
)
_MATTERS = (
    "수도요금 자동차세 여권 재산세 주차 과태료 하수구 악취 가로등 고장 불법 주정차 대형 폐기물 전입신고 따릉이 환불 "
    "버스 노선 어린이집 입소 소음 민원 공영주차장 정기권 주민등록 등본 분실물"
).split()
_TROUBLES = "무서워요 답답해요 힘들어요 걱정이에요 불편해요 속상해요 급해요 헷갈려요".split()
_NOUNS = "신청서 고지서 영수증 신분증 접수 번호 담당자 처리 결과 문자 안내문 계좌 홈페이지 창구".split()
_BACKS = ("네", "네, 네", "아, 네", "네, 그러시군요", "예", "음", "네, 맞습니다")
_AGENT = (
    "{place} {matter} 관련해서는 {noun}를 먼저 확인해 드리겠습니다. 접수일은 {month}월 {day}일로 되어 있습니다.",
    "말씀하신 {matter} 건은 {days}일 정도 걸리고 {noun}는 {place} 주민센터에서 받으실 수 있습니다.",
    "번거로우시겠지만 {noun}하고 {noun2}를 준비하셔서 {month}월 {day}일까지 방문해 주시겠습니까?",
    "{place}에서 {matter} 때문에 많이 불편하셨겠습니다. {noun} 확인 후 {hour}시까지 연락드리겠습니다.",
    "그러니까 {place} {matter} 신청하시고 {noun}를 아직 못 받으셨다는 말씀이시죠?",
    "죄송합니다만 {matter}는 저희가 바로 처리하기 어렵고 {place}청 담당 부서로 문의하셔야 합니다.",
    "수수료는 {won}원이고 {noun}는 평일 {hour}시부터 접수하고 있습니다.",
)
_CITIZEN = (
    "{place} 사는데요 {matter} 때문에 전화했어요. {month}월 {day}일부터 {trouble}",
    "제가 {noun}를 {days}일 전에 냈는데 {matter} 쪽에서 아직 연락이 없어서 {trouble}",
    "{matter} {noun}는 어디서 받아요? {place}에서도 되나요?",
    "{hour}시에 갔더니 담당자가 없던데 {noun}만 놓고 와도 되나요?",
    "그럼 {won}원 내고 {noun} 받으면 되는 거죠?",
)


@click.group("bench")
def command() -> None:
    """How fast this machine is, by our own measure."""


command.add_command(pages)


@command.command("score")
@click.option("--rubric", "rubric_name", default="courtesy-ko", show_default=True, help="Name or file of a rubric.")
@click.option("--calls", "how_many", type=click.IntRange(1, 10_000), default=100, show_default=True)
@click.option("--turns", "how_long", type=click.IntRange(2, 2000), default=60, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON value on standard output.")
def score(rubric_name: str, how_many: int, how_long: int, seed: int, json_wanted: bool) -> None:
    """Score calls made from seeds, on one core: calls a second, and what each kind of check takes.

    The calls are all different, as real ones are; only what people always say alike (네, 감사합니다) comes back.
    """
    told = measure_scoring(load_rubric(rubric_path(rubric_name)), how_many, how_long, seed)
    if json_wanted:
        say_json(told)
        return
    click.echo(f"{told['rubric']}: {told['calls_per_s']:.0f} calls/s ({told['turns']} turns, {told['calls']} calls)")
    for kind, took in told["by_check"].items():
        click.echo(f"  {kind}: {took['ms_per_call']:.2f} ms a call, {took['criteria']} criteria")


def measure_scoring(rubric: Rubric, how_many: int, how_long: int, seed: int) -> dict[str, Any]:
    """`calls_per_s` by processor time of this process (one core), from whole evaluations.

    `by_check` comes from as many further calls, check after check in the rubric's order over what is known of the call:
    the first check that reads a turn pays for reading it.
    """
    answers = load_answers(settings().answers) if settings().answers.is_file() else None
    calls = [made_call(seed * 1_000_003 + place, how_long) for place in range(WARM_UP + 2 * how_many)]
    for transcript, measures in calls[:WARM_UP]:
        evaluate(transcript, measures, rubric, answers, called_at=None)
    wall, began = time.perf_counter(), time.process_time()
    for transcript, measures in calls[WARM_UP : WARM_UP + how_many]:
        evaluate(transcript, measures, rubric, answers, called_at=None)
    took_s, wall_s = time.process_time() - began, time.perf_counter() - wall
    spent: dict[str, float] = defaultdict(float)
    for transcript, measures in calls[WARM_UP + how_many :]:
        hearing = Hearing(transcript, measures, answers)
        for criterion in rubric.criteria:
            for check in criterion.all_checks:
                began = time.process_time()
                check.judge(hearing, criterion)
                spent[_kind(check)] += time.process_time() - began
    criteria = Counter(_kind(check) for criterion in rubric.criteria for check in criterion.all_checks)
    return {
        "rubric": rubric.id,
        "calls": how_many,
        "turns": how_long,
        "calls_per_s": round(how_many / took_s, 1),
        "ms_per_call": round(1000 * took_s / how_many, 2),
        "wall_s": round(wall_s, 2),
        "by_check": {
            kind: {"ms_per_call": round(1000 * total / how_many, 3), "criteria": criteria[kind]}
            for kind, total in sorted(spent.items(), key=lambda item: -item[1])
        },
    }


def _kind(check: Check) -> str:
    return str(getattr(check, "kind", type(check).__name__))


def made_call(seed: int, how_long: int) -> tuple[Transcript, SpeechMeasures]:
    """A call of so many turns with times and confidences. Same seed, same call."""
    chance = random.Random(seed)  # noqa: S311 (makes up calls, keeps no secret)
    turns: list[Turn] = []
    now = 0.6
    for place in range(how_long):
        agent = place % 2 == 0
        turns.append(_turn(Speaker.AGENT if agent else Speaker.CITIZEN, _text(chance, place, how_long), now, chance))
        now = turns[-1].end_s + chance.choice((0.3, 0.5, 0.8, 1.5))
    transcript = Transcript("ko", now + 1, tuple(turns))
    return transcript, measure_turns(transcript, transfers=0)


def _text(chance: random.Random, place: int, how_long: int) -> str:
    if place == 0:
        return "안녕하십니까. 서울시 다산콜센터 상담사 김민지입니다. 무엇을 도와드릴까요?"
    if place >= how_long - 2:
        return "더 궁금하신 점 있으십니까? 감사합니다. 좋은 하루 되십시오." if place % 2 == 0 else "네, 감사합니다."
    if chance.random() < 0.35:
        return chance.choice(_BACKS)
    form = chance.choice(_AGENT if place % 2 == 0 else _CITIZEN)
    noun, noun2 = chance.sample(_NOUNS, 2)
    return form.format(
        place=chance.choice(_PLACES),
        matter=chance.choice(_MATTERS),
        noun=noun,
        noun2=noun2,
        trouble=chance.choice(_TROUBLES),
        month=chance.randint(1, 12),
        day=chance.randint(1, 28),
        days=chance.randint(2, 30),
        hour=chance.randint(9, 18),
        won=f"{chance.randint(5, 900) * 100:,}",
    )


def _turn(speaker: Speaker, text: str, begin: float, chance: random.Random) -> Turn:
    words: list[Word] = []
    now = begin
    for word in text.split():
        end = now + max(1, syllables(word)) / _SYLLABLES_PER_S
        words.append(Word(word, round(now, 2), round(end, 2), round(chance.uniform(0.85, 0.99), 2)))
        now = end
    return Turn(speaker, words[0].start_s, words[-1].end_s, text, tuple(words))
