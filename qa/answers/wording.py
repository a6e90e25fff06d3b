"""Words that name a fact, and whether a text speaks of it: 대리 신청 is also spoken of as 남편이 대신 가도 되나요.

Terms are content morphemes. A term is met by itself, by a longer word that holds it, or by another way of saying it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from qa.language.morphemes import morphemes
from qa.language.spoken_numbers import say_english, say_native, say_sino

_CONTENT = frozenset(("NNG", "NNP", "XR", "SL", "NR", "SN", "VV", "VA"))
_GENERAL = frozenset(
    "담당 부서 기관 문의 전화 번호 시간 기간 기한 신청 접수 마감 처리 상담 이용 운영 요금 수수료 "
    "금액 비용 장소 위치 구비 서류 준비물 "
    "필요 대상 자격 여부 기준 하 되 있 없 시 일 월 관련 경우 전 후 때 내 외 간 중 등 용 인용 다음 "
    "이번 달 날 안내 제출 업무 발급 "
    "fee office charge in of the for and required documents enquiries "
    "phone application apply by a an hours time opening place number line deadline duration "
    "responsible contact division department "
    "period won krw free per month day days processing time reporting".split()
)
# Other ways of saying what facts are named after, as stems that a text may hold.
_ALSO = {
    "경형": "경차",
    "경차": "경형",
    "타관": "다른",
    "타인": "남의 남이 다른",
    "승합차": "승합",
    "승용차": "승용",
    "대출": "빌리 빌려 빌린 빌릴 대여",
    "반납": "갖다 돌려 가져다",
    "익명": "이름 성함 밝히",
    "탑승": "타셔 타시 타면 타도",
    "초과": "넘어 넘으 넘기",
    "kiosk": "machine",
    "international": "foreign abroad overseas",
    "foreign": "abroad overseas international",
    "보호": "스쿨존",
    "구역": "스쿨존",
    "보호구역": "스쿨존",
    "어린이보호구역": "스쿨존",
    "수거": "가져가 걷어",
    "주간": "낮",
    "종일": "전일 하루종일",
    "전일": "종일 하루종일",
    "단독": "혼자",
    "대리": "대신 대리인 위임 아드님 따님 남편분 아내분 배우자 자녀분 가족분",
    "온라인": "인터넷 홈페이지 누리집 앱 모바일 정부24 사이트 online website internet app",
    "인터넷": "온라인 홈페이지 누리집 앱 모바일 정부24 사이트",
    "방문": "찾아 창구 가셔도 오셔도 가시면 오시면",
    "전화": "전화 유선",
    "카드": "카드 신용카드 체크카드 card",
    "현금": "현금 현찰 cash",
    "분할": "나눠 나누 할부 쪼개",
    "환불": "돌려받 환급 돌려 refund",
    "환급": "돌려받 환불",
    "취소": "물리 cancel",
    "연장": "늘리 늘려 미루 extend",
    "소급": "소급 거슬러 밀린",
    "동반": "데리 데려 같이 함께",
    "반려견": "강아지 개 멍멍이 댕댕이 애견 dog",
    "반려동물": "강아지 개 고양이 애완 pet",
    "주차": "주차 parking",
    "사전": "미리 먼저 일찍 앞당겨 early before",
    "납부": "내시 내면 납부 내셔 pay",
    "전액": "다 전부 모두 전액 full",
    "보관": "갖고 맡아 keep",
    "퇴실": "나가 비워",
    "입실": "들어가 들어오",
    "배출": "내놓 버리",
    "계속": "그대로 그냥",
    "기존": "예전 남은 갖고",
    "출동": "나가 나와 출동 도착",
    "휴무": "쉬는 쉽니다 쉬어 closed",
    "무료승차": "공짜 무료 free",
    "무료": "공짜 free",
    "재발급수수료": "다시 재발급",
    "반환": "찾 돌려",
    "지급": "들어오 들어와 나오 나와 입금",
    "photography": "picture photo",
    "one": "single",
    "single": "one",
    "pets": "dog cat puppy",
    "bringing": "bring take",
    "replacement": "reissue",
    "reissue": "replacement",
    "payment": "pay paying",
    "막배": "마지막",
    "막차": "마지막",
    "첫배": "첫",
    "첫차": "처음",
    "가구": "식구 가족",
    "무인발급기": "무인기 기계 발급기 키오스크",
    "발급기": "무인기 기계 키오스크",
    "형제자매": "형제 자매 언니 동생 오빠 누나",
    "형제": "언니 동생 오빠 누나 형",
    "통역": "통역 말로 도와",
    "통번역": "통역 번역 말로 도와",
    "택배": "우편 배송 부쳐",
    "우편": "택배 배송 부쳐 등기 mail post",
    "예약": "예약 미리 booking book reservation",
    "중복": "같이 동시 겹쳐 함께 both",
    "재발급": "다시 잃어 분실 reissue lost",
    "당일": "오늘 바로 당일 그날 same day today",
    "야간": "밤 야간 저녁 night evening",
    "주말": "주말 토요일 일요일 weekend saturday sunday",
    "공휴일": "빨간 연휴 holiday",
    "외국인": "외국인 외국 foreign",
    "어른": "어른 성인 대인 일반 adult",
    "성인": "어른 대인 일반 adult",
    "청소년": "청소년 중학생 고등학생 중고생 youth teen",
    "어린이": "어린이 아이 초등학생 애 애기 소인 유치원 child kid",
    "경로": "어르신 노인 65세 예순다섯 senior",
    "단체": "여럿 group",
    "무인": "무인 기계 발급기 키오스크 kiosk machine",
    "창구": "counter",
    "최초": "처음 새로 first",
    "신규": "처음 새로 new",
    "갱신": "만료 renew",
    "관외": "다른 타지",
    "관내": "시민 주민",
    "취학": "학교 입학",
    "재입장": "다시 나갔다",
    "instalments": "instalment installment split parts",
    "proxy": "behalf somebody someone friend husband wife son daughter",
    "refund": "refund return",
    "booking": "book reserve appointment",
    "walk": "without appointment turn",
    "adult": "adult grown-up",
    "child": "child kid son daughter",
    "senior": "senior older elderly",
    "youth": "youth teenager teen student",
}


@lru_cache(maxsize=8192)
def terms(name: str, *, general: bool = False) -> frozenset[str]:
    """The content terms of a fact's name, a title or a value; `general` ones (담당, 시간) only where asked for."""
    numbered = {match[0].replace(" ", "").lower() for match in _NUMBERED.finditer(name)}
    found = {
        part.form.lower()
        for part in morphemes(_NUMBERED.sub(" ", name))
        if part.tag in _CONTENT and part.tag not in ("SN", "NR") and len(part.form) > 1
    }
    found |= {match[0].replace(" ", "") for match in _FIRST_LAST.finditer(name)}
    if not found and not numbered:  # Kiwi takes a word alone for something else: 양도 for 양 + 도
        found = {word for word in re.findall(r"[가-힣A-Za-z]{2,}", name.lower()) if not re.fullmatch(_AMOUNT, word)}
    own = (found | numbered) - _GENERAL
    return frozenset(own or (found if general else ()))


@lru_cache(maxsize=32768)
def speaks_of(term: str, text: str) -> bool:
    """Whether `text` holds the term or another way of saying it."""
    flat = _SIGH.sub("", text.lower())
    numbered = _NUMBERED.fullmatch(term)
    if numbered:
        unit = re.escape(numbered[2])
        if unit.endswith("권") and len(unit) > 1:
            unit = f"{unit[:-1]}(?:권|짜리)"  # 1시간권 is also 한 시간짜리
        forms = "|".join(re.escape(form) for form in _numerals(int(numbered[1].replace(",", ""))))
        return re.search(rf"(?<![\d가-힣])(?:{forms})[\s-]?{unit}", flat) is not None
    if _holds(term, flat):
        return True
    return any(_holds(other, flat) for other in _ALSO.get(term, "").split() if len(other) > 1)


_AMOUNT = r"[일이삼사오육칠팔구십백천만억]+[가-힣]?"
_SIGH = re.compile("아이[고구]")  # no child
_FIRST_LAST = re.compile(r"(?<![가-힣])[퀸킹](?![가-힣])|첫\s?[차배회]|막[차배]|(?:첫|둘|셋|넷|다섯)째")
_NUMBERED = re.compile(r"(\d[\d,]*)\s?-?([가-힣A-Za-z]{0,4})")


def _numerals(value: int) -> tuple[str, ...]:
    """A number in a name (750리터, 1인용) as it is written and spoken."""
    spoken = [say_sino(value).replace(" ", ""), say_sino(value)]
    if 0 < value < 100:
        spoken.append(say_native(value))
        spoken.append("single" if value == 1 else say_english(value))
    return (str(value), f"{value:,}", *spoken)


def _holds(term: str, text: str) -> bool:
    if term.isascii():
        return re.search(rf"\b{re.escape(term.rstrip('s'))}(?:s|es|ed|ing|d|able|ment|ments)?\b", text) is not None
    if len(term) == 1:
        return re.search(rf"(?<![가-힣]){re.escape(term)}(?=[은는이가을를도로의에 ]|$)", text) is not None
    if term in text or term in text.replace(" ", ""):
        return True
    # 행정복지센터 for 복지센터, 감면액 for 감면: the shorter word stands in the longer one
    return len(term) > 3 and term[:-1] in text
