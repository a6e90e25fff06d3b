"""A small file of standard answers, written by hand for these tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.answers.entries import Answers
from qa.answers.table import load_answers

ROWS = """id,title,questions,topic,fact_type,fact_name,fact_value,required,valid_from,valid_to
cat-licence,고양이 등록,고양이 등록 수수료가 얼마예요|고양이를 등록하고 싶어요,동물,fee,등록,"7,300원",yes,2024-01-01,2025-12-31
cat-licence,고양이 등록,고양이 등록 수수료가 얼마예요|고양이를 등록하고 싶어요,동물,fee,등록,"8,100원",yes,2026-01-01,
cat-licence,고양이 등록,고양이 등록 수수료가 얼마예요|고양이를 등록하고 싶어요,동물,office,담당,동물복지과|동물보호과,no,2024-01-01,
cat-licence,고양이 등록,고양이 등록 수수료가 얼마예요|고양이를 등록하고 싶어요,동물,phone,문의,02-731-2120,no,2024-01-01,
cat-licence,고양이 등록,고양이 등록 수수료가 얼마예요|고양이를 등록하고 싶어요,동물,duration,처리 기간,5일,no,2024-01-01,
boat,한강 유람선,유람선 요금이 얼마예요|유람선은 몇 시까지 타나요,관광,fee,어른,"16,000원",yes,2024-01-01,
boat,한강 유람선,유람선 요금이 얼마예요|유람선은 몇 시까지 타나요,관광,fee,어린이,"11,000원",no,2024-01-01,
boat,한강 유람선,유람선 요금이 얼마예요|유람선은 몇 시까지 타나요,관광,hours,평일,10:00-20:30,no,2024-01-01,
boat,한강 유람선,유람선 요금이 얼마예요|유람선은 몇 시까지 타나요,관광,hours,주말,10:00-22:00,no,2024-01-01,
kayak,카약 교실,카약 교실은 언제까지 신청해요|카약을 배우고 싶어요,관광,deadline,신청 마감,5월 20일,yes,2024-01-01,
kayak,카약 교실,카약 교실은 언제까지 신청해요|카약을 배우고 싶어요,관광,office,담당,한강사업과,no,2024-01-01,
kayak,카약 교실,카약 교실은 언제까지 신청해요|카약을 배우고 싶어요,관광,place,곳,뚝섬,no,2024-01-01,
tow,견인 차량 찾기,차가 견인됐어요|견인된 차를 어디서 찾아요,교통,fee,승용차,"40,000원",yes,2024-01-01,
tow,견인 차량 찾기,차가 견인됐어요|견인된 차를 어디서 찾아요,교통,office,담당,교통정책과,no,2024-01-01,
bridge,교량 점검,다리가 흔들려요|다리에 금이 갔어요,도로,office,담당,교통과,no,2024-01-01,
"""


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    path: Path = tmp_path_factory.mktemp("answers") / "small.csv"
    path.write_text(ROWS, "utf-8")
    return load_answers(path)
