"""사물존칭: honouring a thing instead of a person, as in 요금이 천이백 원이세요, 서류가 나오셨어요.

The marker -시- (also inside 세요) honours the subject of its clause. It is a fault where that subject is a thing
that is nobody's own: fees, documents that come out, buses, times. What belongs to the citizen may be honoured with
the citizen (성함이 어떻게 되세요, 신분증 있으세요, 서류가 필요하세요), so only named things and telling predicates
count. Following the rule of the National Institute of Korean Language on indirect honorifics (간접 높임).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.language.morphemes import Morpheme, morphemes

_THINGS = frozenset(
    "요금 수수료 금액 비용 가격 시간 기간 기한 서류 버스 지하철 열차 노선 전화번호 번호 위치 장소 건물 층 민원실 구청 시청 주민센터 "
    "도서관 센터 사무실 사무소 업무 접수 신청 예약 처리 발급 결과 문자 메일 민원 상품 서비스 행사 공연 축제 프로그램 강좌 교육 "
    "과태료 벌금 세금 지방세 자동차세 재산세 주민세 수도 전기 가스 요율 할인 혜택 지원금 보조금 환급금 환급 환불 방법 절차 규정 제도 "
    "날짜 일정 마감 마감일 운영시간 이용시간 영업시간 휴관일 휴무 휴무일 정류장 정류소 역 출구 주차 주차장 주차비 좌석 자리 재고 사이트 "
    "홈페이지 앱 화면 메뉴 시스템 파일 우편 우편물 택배 물건 쓰레기 봉투 스티커 자전거 따릉이 배차 간격 첫차 막차 도로 공사 보일러 물 "
    "가로등 신호등 인증서 증명서 등본 초본 여권 허가증 커피 검사 결제 입금 배송 납부 고지서 담당부서 부서 소요 거리 온도 요일 구간 입장료 "
    "관람료 대여료 이용료 사용료 보증금 정원 인원 유효기간 점심시간 평일 주말 오전 오후 내용 답변 회신 통보 승인 허가 심사 반납 대여 "
    "분실물 보건소 진료 백신 접종 검진 약 병원 약국 수거 배출 폐기물 요금제 카드사 은행 계좌 통장 잔액 포인트 마일리지 쿠폰 상품권 절차 "
    "전산 컴퓨터 지갑 현금 카드 카드값 열차 책 목록 통지서 독촉장 납부서 신청서 서류들 답장 링크 사진 번지 글자 창구 자격 지원 수당 급여 연금 보험 "
    "보험료 관리비 사용량 누수 계량기 수돗물 밥솥 냉장고 세탁기 장난감 물품 물량 분량 환급액 감면액 잔금 총액 합계 차액 연체료 가산금 정산 납기 "
    "공사비 배송비 참가비 회비 수강료 등록금 급식 진료비 약값 치료비 금리 이자 대출 한도 순번 대기 발표 추첨 개장 폐장 마감일 시작일 개강 종강 "
    "모집 접수기간 신청기간 대상 조건 기준 종류 서식 양식 수압 차량 차 운행 견인 과속 단속 주소지 관할 본관 별관 정문 후문 입구".split()
)
_PEOPLE = frozenset(
    "고객 고객님 선생님 선생 어머님 어머니 아버님 아버지 시민 시민님 사장님 사장 본인 담당자 상담사 상담원 직원 주무관 과장 과장님 팀장 "
    "팀장님 어르신 할머니 할머님 할아버지 할아버님 남편 아내 자녀 아이 따님 아드님 부모 부모님 보호자 가족 가족분 신청인 대리인 세대주 분 "
    "누구 손님 회원 회원님 기사님 기사 의사 선생님들 여러분 이웃 당사자 신고자 민원인 배우자 환자 학생 아기 엄마 아빠".split()
)
# What is the citizen's own may be honoured with the citizen.
_OWN = frozenset(
    "성함 이름 성명 연세 나이 생신 생년월일 주소 댁 집 연락처 관계 직업 고향 건강 몸 마음 생각 말씀 의견 목소리 형편 사정".split()
)
_HAPPENS = frozenset(
    "나오 되 걸리 들 오 가 다니 남 열리 닫히 끝나 도착하 출발하 지나 바뀌 올라가 내려가 생기 빠지 막히 들어가 들어오 올라오 뜨 보이 "
    "떨어지 없어지 늦어지 길어지 나가 붙 담기 끊기 고장나 시작하 시작되 비싸 싸 저렴하 크 작 높 낮 멀 가깝 빠르 느리 길 짧 간단하 편리하 "
    "다르 같 동일하 무료이 늦".split()
)
_HAPPENS_WITH_NOUN = frozenset(
    "가능 불가능 저렴 편리 동일 간단 다양 복잡 무료 도착 출발 시작 운행 변경 종료 협소 넉넉 충분 부족 혼잡 깨끗".split()
)
# Done to things, never to people; said without a subject it is still a thing.
_DONE_TO_THINGS = frozenset(
    "접수 처리 발급 발송 마감 품절 반송 입금 결제 배송 부과 청구 환불 지급 이관 배정 반영 적용 연장 할인 포함 인쇄 출력 전송 저장 삭제 "
    "수정 확인 조회 등록 신청 예약 변경 취소 해지 면제 감면 공제 출금 인출 이체 전달 승인 만료 개통 설치 수리 복구 철거 수거 게시 공지 인하 인상 책정 산정 매진 완료".split()
)
_THERE_IS = frozenset(
    "재고 수수료 요금 할인 노선 버스 행사 제도 규정 과태료 벌금 좌석 자리 시스템 주차장 프로그램 강좌 예산 정류장 공연 축제 요금제 쿠폰 "
    "수수 막차 첫차 출구 엘리베이터 휴무 휴관 방법 서비스 혜택 지원금".split()
)
_COMPLEMENTS = frozenset("무료 공짜 유료 품절 만석 매진 마감 휴관 휴무 전액 반값 별도 선착순 퍼센트 프로 원 층".split())
# Units that a number honoured is counted in: 백육십 톤이시네요. Ages and numbers of people are the citizen's.
_UNITS = frozenset(
    "원 톤 번 층 프로 퍼센트 미터 킬로 킬로미터 호선 호 평 개월 개 장 매 건 대 회 시 분 주 영업일 시간".split()
)
_DIGITS = frozenset("공 영 일 이 삼 사 오 육 륙 칠 팔 구".split())
_SINO = _DIGITS | frozenset("십백천만억")
_OFFICES = frozenset(
    "주민센터 구청 시청 센터 관리실 관리사무소 보건소 사업소 공단 은행 우체국 세무서 경찰서 정류장 민원실 콜센터 사무소 도서관 부서 관할".split()
)
_WHERE_ONE_IS = frozenset("곳 데 댁 집 쪽".split())
_OF_A_WAY = frozenset("빠르 낫 싸 저렴 확실 정확 안전 간단 편리 수월".split())  # 가 보시는 게 빠르세요
_ASKING = frozenset("어떻 무엇 뭐 몇 무슨 어떤 얼마 누구 어디 언제 어느 왜 무어".split())
_HONORING_ENDINGS = ("세요", "으세요", "셔요", "으셔요")
_SUBJECT_TAGS = ("JKS", "JX", "JKC")
_SUBJECT_FORMS = frozenset(("이", "가", "은", "는", "도", "까지", "마다", "께서", "께서는", "이요", "ㄴ"))
_LAST_OF_STEM = "".join(sorted({stem[-1] for stem in _HAPPENS} - {"하"} | set("이있없되시드머기우면")))
_HAPPENING = "|".join(
    sorted(_HAPPENS_WITH_NOUN | {stem[:-1] for stem in _HAPPENS if len(stem) > 2 and stem[-1] == "하"})
)
# Letters without which nothing can be honoured in a way that counts; 주세요, 하세요 and 하시면 never do.
_MAY_HONOUR = re.compile(
    rf"[{_LAST_OF_STEM}]으?(?:셨|셔(?!야))|(?<![주하])(?:세[요여용](?!\s*\?)|십니다|시(?:고|구|네|는(?!지)|니|거|더|며|므|게|잖|던|답|단|대))"
    rf"|계[시셨세십]|신데|신다|신대|(?:{_HAPPENING})하[시셨셔세십]"
)
_NEXT_CHOICE = 12  # characters
_NOUNS = ("NNG", "NNP", "NNB", "NP", "NR", "SN", "XSN", "SL", "XR")


@dataclass(frozen=True, slots=True)
class Honoured:
    """Characters [start, end) in which a thing is honoured."""

    start: int
    end: int


@lru_cache(maxsize=8192)
def honoured_things(text: str) -> tuple[Honoured, ...]:
    """Every clause of `text` that honours a thing. Questions that ask the citizen something never count."""
    if not _MAY_HONOUR.search(text):
        return ()
    parts = morphemes(text)
    found: list[Honoured] = []
    for place, part in enumerate(parts):
        if not _honours(part) or place == 0 or _asked(text, parts, place):
            continue
        begin = _clause(parts, place)
        if _honours_a_thing(parts, begin, place):
            following = parts[place + 1 :]
            end = (
                next((each.end for each in following if each.tag in ("EF", "EC")), part.end)
                if part.tag == "EP"
                else part.end
            )
            found.append(Honoured(parts[begin].start, end))
    return tuple(found)


def _honours(part: Morpheme) -> bool:
    return (
        (part.form == "계시" and part.tag in ("VX", "VV"))
        or (part.tag == "EP" and part.form in ("시", "으시"))
        or (part.tag == "EF" and part.form in _HONORING_ENDINGS)
    )


def _asked(text: str, parts: Sequence[Morpheme], place: int) -> bool:
    """Whether the sentence asks, attributes (ETM) or orders: then the marker honours the citizen."""
    for at, part in enumerate(parts[place:], start=place):
        if (part.tag == "ETM" and not _tells(parts, at)) or (
            part.tag in ("EF", "EC")
            and part.form.endswith(
                ("십시오", "시오", "면", "까", "까요", "나요", "가요", "ㄴ지", "ㄹ지", "죠", "지요", "군요")
            )
        ):
            return True
        if part.tag in ("EF", "EC", "SF"):
            break
    end = parts[place].end
    if "?" in text[end : end + _NEXT_CHOICE]:
        return True  # 일호선이세요 이호선이세요?
    following = next((part for part in parts[place + 1 :] if part.tag not in ("EP", "EF", "EC", "JX")), None)
    return following is not None and text[following.start : following.end] == "?"


def _tells(parts: Sequence[Morpheme], place: int) -> bool:
    """Whether what attributes only tells, as in 같으신 거고요."""
    return [part.tag for part in parts[place + 1 : place + 3]] == ["NNB", "VCP"] and parts[place + 1].form in (
        "거",
        "것",
    )


def _clause(parts: Sequence[Morpheme], place: int) -> int:
    """Index at which the clause of the predicate before `place` begins."""
    begin = place - 1
    while begin > 0:
        before = parts[begin - 1]
        if before.tag in ("EF", "SF", "EC", "IC") and not (before.tag == "EC" and begin - 1 >= place - 2):
            break
        begin -= 1
    while begin < place - 1 and parts[begin].tag in ("SP", "IC", "MAJ", "SF"):
        begin += 1
    return begin


def _honours_a_thing(parts: Sequence[Morpheme], begin: int, place: int) -> bool:
    clause = parts[begin:place]
    if any(part.form in _ASKING for part in clause):
        return False
    predicate = clause[-1]
    if parts[place].form == "계시":
        return _subject(clause) in _THINGS  # 지갑이 들어와 계시네요
    if (
        predicate.form == "되"
        and place > 1
        and parts[place - 2].tag == "EC"
        and parts[place - 2].form.endswith(("면", "야"))
    ):
        return True  # 누르시면 되세요, 오셔야 되세요
    subject = _subject(clause[:-1])
    if not subject and predicate.form == "나오":
        named = (part.form for part in reversed(clause[-5:-1]) if part.tag == "NNG" and part.form != "정도")
        subject = next(named, "")  # 커피 나오셨습니다, 기본요금 정도 나오세요
    if predicate.form == "되" and any(part.form in ("안", "못") for part in clause[-4:]):
        return False  # 신청이 안 되셔서: it is the citizen who could not
    if subject in _PEOPLE or subject in _OWN:
        return False
    thing = subject in _THINGS
    if predicate.tag == "VCP" or (predicate.tag in ("NNG", "NNB") and predicate.form in _COMPLEMENTS):
        return _is_said_of_a_thing(clause, subject)
    if predicate.tag in ("VA", "VV", "VX") and predicate.form in ("있", "없"):
        return subject in _THERE_IS
    if predicate.form in _OF_A_WAY and subject in ("거", "것"):
        return True
    if predicate.tag in ("VV", "VA"):
        return thing and predicate.form in _HAPPENS and not (subject == "시간" and predicate.form in ("되", "나", "있"))
    if predicate.tag in ("XSV", "XSA") and len(clause) > 1:
        noun = clause[-2].form
        if predicate.form == "되":
            return (
                (thing or not subject)
                and (noun in _DONE_TO_THINGS or (thing and noun in _HAPPENS_WITH_NOUN))
                and not _person(clause)
            )
        if subject in ("거", "것", "그거", "이거") and noun in _OF_A_WAY:
            return True
        return (thing or (bool(subject) and noun == "가능")) and noun in _HAPPENS_WITH_NOUN
    return False


def _is_said_of_a_thing(clause: Sequence[Morpheme], subject: str) -> bool:
    """삼천 원이세요, 무료세요, 주민센터세요: what a thing is, not a person."""
    copula = clause[-1].tag == "VCP"
    complement = clause[-2] if copula and len(clause) > 1 else clause[-1]
    if (copula and _counted(clause[:-1])) or complement.form in _OFFICES:
        return subject not in _WHERE_ONE_IS
    if complement.form in _COMPLEMENTS:
        return complement.form not in ("원", "층") or any(part.tag in ("NR", "SN", "MM") for part in clause)
    return subject in _THINGS and complement.form not in _PEOPLE and complement.tag in _NOUNS


def _counted(complement: Sequence[Morpheme]) -> bool:
    """Whether it is a number with its unit, or one said digit by digit: 삼천 원, 공일공 오오이팔."""
    last = complement[-1] if complement else None
    if last is None:
        return False
    if last.form in _UNITS and len(complement) > 1:
        return complement[-2].tag in ("NR", "SN", "MM", "W_SERIAL")
    if last.tag == "JX" and last.form in ("까지", "부터"):
        return True
    if (last.tag == "NR" and len(last.form) > 2 and set(last.form) <= _SINO) or (
        last.tag == "NNG" and last.form[-1] == "층"
    ):
        return True
    tail = "".join(part.form for part in complement[-4:] if part.tag in ("NR", "SN", "NNG", "NNB", "MM", "NNP"))
    return len(tail) >= 3 and all(c in _DIGITS or c.isdigit() for c in tail[-3:])


def _subject(clause: Sequence[Morpheme]) -> str:
    """The noun of the nearest subject, "" without one."""
    for at in range(len(clause) - 1, 0, -1):
        part, before = clause[at], clause[at - 1]
        if part.tag in _SUBJECT_TAGS and part.form in _SUBJECT_FORMS and before.tag in _NOUNS:
            if before.tag == "XSN" and at > 1:
                return clause[at - 2].form + before.form if before.form == "님" else clause[at - 2].form
            return before.form
    return ""


def _person(clause: Sequence[Morpheme]) -> bool:
    return any(part.form in _PEOPLE or part.form == "님" for part in clause)
