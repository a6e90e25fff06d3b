"""Dialogues for the tests: agent and citizen in turn, and a small table of standard answers."""

from __future__ import annotations

from qa.answers.entries import Answers
from qa.answers.table import answers_of
from qa.call import Event, Speaker, Transcript, Turn

ANSWERS = """id,title,questions,topic,fact_type,fact_name,fact_value,required,valid_from,valid_to
water-fee,가정용 수도요금,수도요금이 얼마예요|물 이십 톤 쓰면 얼마 나와요,수도>요금,fee,20톤 요금,"12,300원",yes,,
water-fee,가정용 수도요금,수도요금이 얼마예요|물 이십 톤 쓰면 얼마 나와요,수도>요금,office,담당 부서,수도요금과|요금팀,no,,
water-leak,누수 감면,수도관이 새는데 요금 깎아 주나요|누수 감면 신청,수도>누수,duration,처리 기간,14일,no,,
passport,여권 발급,여권 새로 만들려면 얼마예요|여권 사진 몇 장,민원>여권,fee,10년 수수료,"50,000원",yes,,
passport,여권 발급,여권 새로 만들려면 얼마예요|여권 사진 몇 장,민원>여권,phone,문의 전화,02-2133-4000,no,,
parking-fine,주정차 위반 과태료,주차 위반 과태료 얼마예요|과태료 이의 신청,교통>주차>과태료,fee,승용차 과태료,"40,000원",yes,,
parking-fine,주정차 위반 과태료,주차 위반 과태료 얼마예요|과태료 이의 신청,교통>주차>과태료,office,담당 부서,주차단속과,no,,
library,시립도서관 이용,도서관 몇 시까지 해요|책 몇 권 빌려요,문화>도서관,hours,평일 운영,09:00~22:00,no,,
dog,반려견 등록,강아지 등록 어디서 해요|개 등록 수수료,동물>등록,fee,내장형 수수료,"10,000원",no,,
bulky,대형폐기물 수거,소파 버리려면 얼마예요|침대 매트리스 버리기,환경>폐기물,fee,소파 1인용,"8,000원",no,,
"""


def answers() -> Answers:
    return answers_of(ANSWERS, "test")


def turns(*texts: str, first: Speaker = Speaker.AGENT) -> tuple[Turn, ...]:
    """Agent and citizen by turns; without times."""
    order = (Speaker.AGENT, Speaker.CITIZEN) if first is Speaker.AGENT else (Speaker.CITIZEN, Speaker.AGENT)
    return tuple(Turn(order[place % 2], 0.0, 0.0, text) for place, text in enumerate(texts))


def call(*texts: str, language: str = "ko", events: tuple[Event, ...] = ()) -> Transcript:
    return Transcript(language, 0.0, turns(*texts), events=events)
