"""Phrases: similarity proposes, morphemes confirm."""

from __future__ import annotations

import pytest

from qa.language.hangul import with_particle
from qa.language.names import find_own_name
from qa.language.phrases import find_any, find_phrase
from qa.language.rude import find_rude


@pytest.mark.parametrize(
    ("phrase", "heard"),
    [
        ("무엇을 도와드릴까요", "네 감사합니다 다산콜센터입니다 무엇을 도와드릴까여"),
        ("도와드릴까요", "뭘 도와 드릴까요"),
        ("도와드릴까요", "어떻게 도와드릴까요"),
        ("무엇을 도와드릴까요", "무얼 도와드릴까요"),
        ("더 궁금하신 점", "더 굼금하신 점 있으신가여"),
        ("기다려 주셔서 감사합니다", "기다려 주서서 감사합니다"),
        ("잠시만 기다려 주시겠습니까", "잠시만 기다려 주시겠어요"),
        ("안녕하십니까", "안녕하심니까"),
        ("안녕하세요", "안녕하새요"),
        ("다산콜센터", "다산 콜쎈터"),
        ("thank you for waiting", "Thank you for waiting."),
    ],
)
def test_a_phrase_is_found_through_slips_of_the_recogniser(phrase: str, heard: str) -> None:
    assert find_phrase(phrase, heard) is not None


@pytest.mark.parametrize(
    ("phrase", "heard"),
    [
        ("도와드릴까요", "무엇을 도와드렸나요"),
        ("도와드릴까요", "무엇을 더 드릴까요"),
        ("도움이 되셨", "도움이 안 되셨"),
        ("화가 나요", "어떻게 해야 하나요"),
        ("기다려 주셔서 감사합니다", "확인해 주셔서 감사합니다"),
        ("지금 바로 확인해 드릴게요", "무엇을 도와드릴까요"),
        ("안녕하세요", "네 말씀하세요"),
        ("다산콜센터", ""),
    ],
)
def test_what_means_something_else_is_not_the_phrase(phrase: str, heard: str) -> None:
    assert find_phrase(phrase, heard) is None


def test_the_place_found_covers_the_words() -> None:
    text = "네, 기다려 주셔서 감사합니다. 확인했습니다."
    hit = find_phrase("기다려 주셔서 감사합니다", text)
    assert hit is not None
    assert text[hit.start : hit.end] == "기다려 주셔서 감사합니다"
    assert hit.similarity == 1


def test_the_most_similar_phrase_wins() -> None:
    hit = find_any(["안녕하십니까", "안녕하세요"], "안녕하세요 고객님")
    assert hit is not None
    assert hit.similarity == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("다산콜센터 김민지입니다", "김민지"),
        ("다산콜센터 상담사 김민치입니다", "김민치"),
        ("정도윤 상담사입니다", "정도윤"),
        ("저는 오준호라고 합니다", "오준호"),
        ("현장 담당 이수진입니다", "이수진"),
        ("서울시 일이공 다산콜센터 오준호인니다", "오준호"),
        ("This is Minji speaking", "Minji"),
        ("Seoul call centre, Minji Kim speaking", "Minji Kim"),
    ],
)
def test_an_own_name_is_found(text: str, name: str) -> None:
    span = find_own_name(text)
    assert span is not None
    assert text[span[0] : span[1]] == name


@pytest.mark.parametrize("text", ["네 안내입니다", "네 구청입니다", "주차 과태료입니다", "네 상담사입니다", "다산콜센터입니다", "I'm sorry", "this is the Dasan call centre"])  # fmt: skip
def test_other_words_before_the_copula_are_no_name(text: str) -> None:
    assert find_own_name(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [("이 새끼야 네가 알아서 찾아", "insult"), ("야 이 미친놈아", "insult"), ("시끄러워 이 개새끼야", "insult"), ("찾아가서 죽여 버린다", "threat"), ("shut up you idiot", "insult")],
)  # fmt: skip
def test_abuse_is_found(text: str, kind: str) -> None:
    assert kind in {rude.kind for rude in find_rude(text)}


@pytest.mark.parametrize(
    "text",
    [
        "가로등이 꺼져 있어요", "고양이 새끼가 울어요", "강아지 새끼를 주웠어요", "영향을 미친 것 같아요", "이 년이 지났어요", "여섯 시 팔 분 버스", "다시 발급해 주세요",
        "찾아가서 다시 신청했어요", "속옷을 두고 내렸어요", "오 개년 계획", "발신음만 들려요", "너무 답답해서 죽겠어요", "시끄러워서 잠을 못 자요", "칼로리가 궁금해요",
    ],
)  # fmt: skip
def test_innocent_words_are_no_abuse(text: str) -> None:
    assert find_rude(text) == ()


@pytest.mark.parametrize(
    ("word", "pair", "said"),
    [("인사", "이/가", "인사가"), ("성명", "이/가", "성명이"), ("400원", "이라고/라고", "400원이라고"), ("02-120", "이라고/라고", "02-120이라고"), ("교통과", "이라고/라고", "교통과라고"), ("서울", "으로/로", "서울로"), ("집", "으로/로", "집으로")],
)  # fmt: skip
def test_particles_fit_the_word(word: str, pair: str, said: str) -> None:
    assert with_particle(word, pair) == said
