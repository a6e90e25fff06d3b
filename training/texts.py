# ruff: noqa: E501
"""What the synthetic callers say: templates with slots, and wide text that carries no pattern to guess from.

Every slot value belongs, by its checksum, either to training or to evaluation, so a call made for evaluation never
contains a name, number or office that training heard.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from training.spoken import read_digits, read_english, read_native, read_number

Split = Literal["train", "eval"]
_HERE = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)(?:\|([가-힣]+))?\}")
_HANGUL = re.compile(r"[가-힣]+")

_SURNAMES = "김김김김김김이이이이이박박박박최최정정정강강조조윤윤장장임임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국"
_GIVEN = "민지서윤하은수현준영호진우성재경희정미선혜연주아유나예원도시훈동건상철기태용석규찬형승인광순숙자옥자란애라리다소슬보람별솔빛가온누리새봄한결샘힘찬율혁환빈범욱익종춘복만덕길배봉화남운산해강월일근창병대천식향분례문교완홍필택협균섭렬담담채린설"
_DISTRICTS = (
    "종로구 중구 용산구 성동구 광진구 동대문구 중랑구 성북구 강북구 도봉구 노원구 은평구 서대문구 마포구 양천구 강서구 구로구 "
    "금천구 영등포구 동작구 관악구 서초구 강남구 송파구 강동구"
).split()
_DONG = (
    "청운동 사직동 혜화동 신당동 을지로동 한남동 이태원동 성수동 왕십리동 자양동 화양동 답십리동 전농동 면목동 망우동 돈암동 "
    "정릉동 길음동 수유동 번동 미아동 창동 쌍문동 방학동 상계동 공릉동 월계동 불광동 갈현동 녹번동 응암동 홍제동 연희동 "
    "북가좌동 망원동 합정동 상암동 공덕동 목동 신월동 신정동 화곡동 등촌동 방화동 가양동 개봉동 오류동 고척동 신도림동 가산동 "
    "독산동 시흥동 여의도동 당산동 문래동 대림동 신길동 노량진동 상도동 사당동 흑석동 신림동 봉천동 남현동 서초동 잠원동 반포동 "
    "방배동 양재동 내곡동 신사동 논현동 압구정동 청담동 삼성동 대치동 역삼동 도곡동 개포동 일원동 수서동 세곡동 잠실동 풍납동 "
    "거여동 마천동 방이동 오금동 가락동 문정동 장지동 석촌동 명일동 고덕동 상일동 길동 둔촌동 암사동 천호동 성내동"
).split()
_OFFICE_KINDS = (
    "구청 주민센터 보건소 세무서 경찰서 소방서 우체국 도서관 수도사업소 주차관리과 교통행정과 청소행정과 세무과 민원여권과 "
    "건축과 주택과 도로과 공원녹지과 환경과 복지정책과 어르신복지과 여성가족과 가족정책과 문화체육과 일자리경제과 "
    "부동산정보과 토지관리과 위생과 보건행정과 재난안전과 치수과 도시계획과 자원순환과 감사담당관 총무과 홍보과 "
    "시설관리공단 문화재단 체육센터 복지관 육아지원센터 고용센터 평생학습관"
).split()
_CITY_OFFICES = (
    "서울시청 서울교통공사 서울주택도시공사 상수도사업본부 택시정책과 버스정책과 주택정책과 세제과 서울관광재단 서울시설공단 "
    "한강사업본부 국민연금공단 건강보험공단 출입국사무소 법률구조공단 전력공사 도시가스 고용노동부 국세청 병무청 경찰청 교육청 "
    "소비자원 신용회복위원회 금융감독원 동부도로사업소 서부공원녹지사업소 차량등록사업소 서울도서관 보건환경연구원"
).split()
_CENTERS = (
    "다산콜센터 다산콜재단 일이공다산콜센터 일이공다산콜재단 서울콜센터 민원콜센터 고객센터 시민상담센터 구로구콜센터 정부민원안내콜센터 안심콜센터"
).split()
_STREETS = (
    "세종대로 종로 을지로 퇴계로 청계천로 율곡로 한강대로 이태원로 왕십리로 아차산로 천호대로 망우로 동일로 화랑로 도봉로 "
    "노해로 통일로 연세로 월드컵로 양화로 마포대로 목동로 화곡로 공항대로 경인로 디지털로 시흥대로 영등포로 국제금융로 "
    "노량진로 상도로 관악로 남부순환로 서초대로 반포대로 강남대로 테헤란로 논현로 도산대로 영동대로 올림픽로 송파대로 "
    "양재대로 성내로 고덕로 언주로 봉은사로 삼성로 학동로 신반포로 독서당로 성북로 보문로 정릉로"
).split()
_STATIONS = (
    "시청역 종각역 서울역 동대문역 신설동역 청량리역 을지로입구역 왕십리역 성수역 건대입구역 잠실역 삼성역 강남역 교대역 사당역 "
    "신림역 구로디지털단지역 신도림역 영등포구청역 합정역 홍대입구역 이대역 충정로역 불광역 연신내역 경복궁역 안국역 충무로역 "
    "약수역 옥수역 고속터미널역 양재역 수서역 노원역 창동역 수유역 미아사거리역 혜화역 명동역 숙대입구역 이촌역 동작역 "
    "김포공항역 까치산역 여의도역 공덕역 광화문역 천호역 강동역 방이역 연신내역 응암역 상수역 이태원역 한강진역 태릉입구역 "
    "상봉역 군자역 어린이대공원역 청담역 논현역 이수역 장승배기역 철산역 암사역 석촌역 모란역 당산역 노량진역 흑석역 봉은사역"
).split()
_DOCS = (
    "주민등록등본 주민등록초본 가족관계증명서 인감증명서 혼인관계증명서 기본증명서 여권 건축물대장 토지대장 납세증명서 "
    "사업자등록증 졸업증명서 출입국사실증명서 장애인증명서 차량등록증 지적도 등기부등본 소득금액증명원 건강보험증 운전면허증 "
    "신분증 임대차계약서 통장사본 진단서 재직증명서 위임장 신청서 동의서 확인서 병적증명서 수급자증명서 예방접종증명서"
).split()
_TAXES = "재산세 자동차세 주민세 취득세 등록면허세 지방소득세 종합소득세 과태료 범칙금 환경개선부담금 교통유발부담금 도로점용료 건강보험료 부가가치세 종합부동산세".split()
_ITEMS = "냉장고 세탁기 소파 침대 매트리스 책상 의자 장롱 텔레비전 식탁 자전거 피아노 책장 에어컨 싱크대 거울 유리 화분 이불 전자레인지 선풍기 신발장 화장대 항아리 카펫".split()
_EVENTS = "불꽃축제 등불축제 벚꽃축제 김장문화제 거리예술축제 마라톤대회 음악회 사진전 도자기전시회 책축제 장미축제 억새축제 야시장 박람회 연극제 영화제 국악공연 정원박람회 빛초롱축제 걷기대회".split()
_BANKS = (
    "우리은행 국민은행 신한은행 하나은행 농협 기업은행 새마을금고 우체국 카카오뱅크 수협 신협 제일은행 씨티은행".split()
)
_WEEKDAYS = "월요일 화요일 수요일 목요일 금요일 토요일 일요일 주말 평일".split()
_MONTHS = "일월 이월 삼월 사월 오월 유월 칠월 팔월 구월 시월 십일월 십이월".split()
_PLATE = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주아바사자하허호"
_JOSA = {
    "은": ("은", "는"),
    "이": ("이", "가"),
    "을": ("을", "를"),
    "과": ("과", "와"),
    "으로": ("으로", "로"),
    "이라": ("이라", "라"),
    "이고": ("이고", "고"),
    "이에요": ("이에요", "예요"),
    "이었": ("이었", "였"),
}

_EN_GIVEN = (
    "James Mary John Linda Robert Susan Michael Karen David Lisa Daniel Emma Paul Laura Mark Sarah Steven Anna Kevin Helen "
    "Brian Alice George Julia Edward Grace Thomas Emily Peter Sophie Henry Diana Oliver Rachel Martin Claire Simon Nancy"
).split()
_EN_SURNAMES = (
    "Smith Johnson Brown Taylor Miller Wilson Moore Anderson Jackson White Harris Martin Thompson Garcia Clark Lewis Walker "
    "Hall Young King Wright Hill Scott Green Adams Baker Nelson Carter Mitchell Roberts Turner Parker Kim Lee Park Jung"
).split()
_EN_OFFICES = "the city hall,the tax office,the immigration office,the health center,the police station,the post office,the water office,the parking office,the housing office,the district office,the lost and found center,the library,the tourist information center,the fire station,the community center".split(
    ","
)
_EN_TOPICS = "parking,the water bill,the property tax,a parking ticket,garbage collection,public housing,the bus schedule,a lost wallet,street noise,the festival,a language class,health insurance,the subway,my visa,a broken street light,recycling,daycare,the car tax,road construction,the night market".split(
    ","
)
_EN_DOCS = "a residence certificate,a family certificate,an alien registration card,a driving license,a tax certificate,a transit card,a parking permit,a bank statement,an application form,a rental contract,a medical record,a marriage certificate".split(
    ","
)
_EN_PLACES = "City Hall,Seoul Station,the airport,the river park,the palace,the market,the stadium,the university,the hospital,the bus terminal,the museum,the tower,the north gate,the east district,Gangnam,Itaewon,Myeongdong,Hongdae,Jamsil,Yeouido,Mapo,Jongno".split(
    ","
)
_EN_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_EN_MONTHS = "January February March April May June July August September October November December".split()
_EN_DIGITS = "zero one two three four five six seven eight nine".split()
_EN_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()


@dataclass(frozen=True)
class Slot:
    """A value put into a template, without its particle."""

    kind: str
    text: str


@dataclass(frozen=True)
class Sentence:
    """One spoken sentence in its spoken form, with the slots it carries."""

    text: str
    language: Literal["ko", "en"]
    slots: tuple[Slot, ...] = ()


def with_particle(word: str, particle: str) -> str:
    """``word`` with the form of the particle that fits its last syllable."""
    forms = _JOSA.get(particle)
    if forms is None or not _HANGUL.fullmatch(word[-1]):
        return word + particle
    final = (ord(word[-1]) - 0xAC00) % 28
    if particle == "으로" and final == 8:  # ㄹ takes 로
        final = 0
    return word + (forms[0] if final else forms[1])


def reserved_for_evaluation(kind: str, text: str) -> bool:
    """True for the tenth of all slot values that training never draws."""
    return zlib.crc32(f"{kind}:{text}".encode()) % 10 == 0


def _amount(r: random.Random) -> str:
    step = r.choice((10, 50, 100, 500, 1000, 1000, 10000, 100000))
    value = r.randint(1, r.choice((9, 99, 999))) * step + (r.randint(0, 9) * 10 if r.random() < 0.2 else 0)
    if r.random() < 0.08:
        value = r.randint(1, 9999) * 1_000_000
    return read_number(value) + " 원"


def _digits(r: random.Random, low: int, high: int) -> str:
    digits = "".join(r.choice("0123456789") for _ in range(r.randint(low, high)))
    spoken = read_digits(digits, zero="영" if r.random() < 0.15 else "공")
    if r.random() < 0.5 and len(spoken) > 5:
        size = r.choice((3, 4))
        spoken = " ".join(spoken[i : i + size] for i in range(0, len(spoken), size))
    return spoken


def _phone(r: random.Random) -> str:
    kind = r.random()
    head = (
        "010"
        if kind < 0.5
        else ("02" if kind < 0.8 else r.choice(("031", "032", "070", "051", "042", "1588", "1544", "080")))
    )
    middle = "" if head in ("1588", "1544") else "".join(r.choice("0123456789") for _ in range(r.choice((3, 4, 4))))
    tail = "".join(r.choice("0123456789") for _ in range(4))
    joiner = r.choice(("에 ", "에 ", " ", ", "))
    return joiner.join(read_digits(p) for p in (head, middle, tail) if p)


def _hour(r: random.Random) -> str:
    part = r.choice(("오전 ", "오후 ", "저녁 ", "아침 ", "", ""))
    minute = r.choice(("", "", "", " 반", f" {read_number(r.randint(1, 59))} 분"))
    return f"{part}{read_native(r.randint(1, 12))} 시{minute}"


def _date(r: random.Random) -> str:
    year = f"이천{read_number(r.randint(15, 29))}년 " if r.random() < 0.12 else ""
    return f"{year}{r.choice(_MONTHS)} {read_number(r.randint(1, 31))}일"


def _name(r: random.Random) -> str:
    return r.choice(_SURNAMES) + r.choice(_GIVEN) + (r.choice(_GIVEN) if r.random() < 0.97 else "")


def _office(r: random.Random) -> str:
    kind = r.random()
    if kind < 0.25:
        return r.choice(_CITY_OFFICES)
    if kind < 0.6:
        return f"{r.choice(_DISTRICTS)} {r.choice(_OFFICE_KINDS)}"
    if kind < 0.75:
        return r.choice(_DISTRICTS) + "청"
    if kind < 0.88:
        return f"{r.choice(_DONG)} {r.choice(('주민센터', '우체국', '파출소', '도서관', '복지관'))}"
    return r.choice(_OFFICE_KINDS)


def _address(r: random.Random) -> str:
    if r.random() < 0.5:
        tail = f"{read_number(r.randint(1, 999))} 번지" if r.random() < 0.5 else f"{read_number(r.randint(1, 20))} 통"
        return f"{r.choice(_DISTRICTS)} {r.choice(_DONG)} {tail}"
    way = f" {read_number(r.randint(1, 99))} 길" if r.random() < 0.4 else ""
    return f"{r.choice(_DISTRICTS)} {r.choice(_STREETS)}{way} {read_number(r.randint(1, 400))}"


def _plate(r: random.Random) -> str:
    head = read_digits(str(r.randint(10, 999)), zero="공") if r.random() < 0.5 else read_number(r.randint(10, 99))
    return f"{head}{r.choice(_PLATE)} {read_digits(f'{r.randint(0, 9999):04d}')}"


def _card(r: random.Random) -> str:
    return " ".join(read_digits(f"{r.randint(0, 9999):04d}") for _ in range(4))


def _rrn(r: random.Random) -> str:
    front = f"{r.randint(0, 99):02d}{r.randint(1, 12):02d}{r.randint(1, 28):02d}"
    return f"{read_digits(front)}에 {r.choice('일이삼사')}{read_digits(f'{r.randint(0, 999999):06d}')}"


_KO: dict[str, Callable[[random.Random], str]] = {
    "name": _name,
    "office": _office,
    "center": lambda r: r.choice(_CENTERS),
    "phone": _phone,
    "amount": _amount,
    "digits": lambda r: _digits(r, 4, 12),
    "rrn": _rrn,
    "card": _card,
    "plate": _plate,
    "birth": lambda r: f"{read_number(r.randint(30, 99))}년 {_date(r)}" if r.random() < 0.6 else read_digits(f"{r.randint(0, 99):02d}{r.randint(1, 12):02d}{r.randint(1, 28):02d}"),
    "address": _address,
    "district": lambda r: r.choice(_DISTRICTS) if r.random() < 0.7 else r.choice(_DONG),
    "street": lambda r: r.choice(_STREETS),
    "station": lambda r: r.choice(_STATIONS),
    "exit": lambda r: f"{read_number(r.randint(1, 14))} 번",
    "bus": lambda r: read_number(r.choice((r.randint(1, 50), r.randint(100, 999), r.randint(1000, 9999)))) + " 번",
    "date": _date,
    "time": _hour,
    "minutes": lambda r: f"{read_number(r.randint(2, 90))} 분",
    "count": lambda r: read_number(r.choice((r.randint(2, 30), r.randint(2, 99), r.randint(100, 999)))),
    "houses": lambda r: f"{read_number(r.randint(5, 2000))} 세대",
    "percent": lambda r: f"{read_number(r.randint(1, 100))} 퍼센트",
    "age": lambda r: f"{read_number(r.randint(18, 90))} 세" if r.random() < 0.5 else f"{read_native(r.randint(18, 90))} 살",
    "weekday": lambda r: r.choice(_WEEKDAYS),
    "doc": lambda r: r.choice(_DOCS),
    "tax": lambda r: r.choice(_TAXES),
    "item": lambda r: r.choice(_ITEMS),
    "event": lambda r: r.choice(_EVENTS),
    "bank": lambda r: r.choice(_BANKS),
}  # fmt: skip


def _en_digits(r: random.Random, low: int, high: int) -> str:
    return " ".join(r.choice(_EN_DIGITS) for _ in range(r.randint(low, high)))


_EN: dict[str, Callable[[random.Random], str]] = {
    "name": lambda r: f"{r.choice(_EN_GIVEN)} {r.choice(_EN_SURNAMES)}",
    "center": lambda r: r.choice(
        ("the Dasan Call Center", "the Seoul Call Center", "Seoul City", "the city help line")
    ),
    "office": lambda r: r.choice(_EN_OFFICES),
    "topic": lambda r: r.choice(_EN_TOPICS),
    "doc": lambda r: r.choice(_EN_DOCS),
    "place": lambda r: r.choice(_EN_PLACES),
    "amount": lambda r: read_english(r.randint(1, 999) * r.choice((10, 100, 1000))) + " won",
    "phone": lambda r: _en_digits(r, 7, 11),
    "digits": lambda r: _en_digits(r, 4, 9),
    "time": lambda r: read_english(r.randint(1, 12)) + r.choice((" o'clock", " thirty", " fifteen", " a.m.", " p.m.")),
    "weekday": lambda r: r.choice(_EN_DAYS),
    "date": lambda r: f"{r.choice(_EN_MONTHS)} {r.choice(_EN_ORDINALS)}",
    "small": lambda r: read_english(r.randint(2, 40)),
}


def draw_slot(rng: random.Random, language: str, kind: str, split: Split) -> Slot:
    """A slot value of this split; a kind too small to have evaluation values gives any."""
    table = _KO if language == "ko" else _EN
    text = table[kind](rng)
    for _ in range(60):
        if reserved_for_evaluation(kind, text) == (split == "eval"):
            break
        text = table[kind](rng)
    return Slot(kind, text)


def read_templates(language: str) -> list[str]:
    """Template lines without headings."""
    lines = (_HERE / "templates" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def fill(rng: random.Random, template: str, language: Literal["ko", "en"], split: Split) -> Sentence:
    """``template`` with a fresh value in every slot."""
    slots: list[Slot] = []

    def replace(match: re.Match[str]) -> str:
        slot = draw_slot(rng, language, match[1], split)
        slots.append(slot)
        return with_particle(slot.text, match[2]) if match[2] else slot.text

    text = _SLOT.sub(replace, template)
    return Sentence(text[0].upper() + text[1:] if language == "en" else text, language, tuple(slots))


_QUESTION = re.compile(r"(까|니|냐|나요|가요|을까|ㄹ까|래)$")
_NOUN_TAILS = (
    "은 이 을 에 에서 으로 과 도 만 까지 부터 에게 의 이나 보다 처럼 이라 이고 입니다 이에요 인데 마다 뿐 하고".split()
)


class Texts:
    """Draws sentences. ``wide`` is a file of one Korean sentence a line (see :mod:`training.lmtext`)."""

    def __init__(
        self,
        rng: random.Random,
        split: Split = "train",
        wide: Iterable[str] = (),
        words: Iterable[str] = (),
        english: Iterable[str] = (),
        english_share: float = 0.13,
    ) -> None:
        self._rng = rng
        self._split: Split = split
        self._ko = read_templates("ko")
        self._en = read_templates("en")
        self.wide = [line for line in wide if line]
        self._words = list(words)
        self._syllables = [c for w in self._words for c in w]
        self._english = [line for line in english if line]
        self._english_words = sorted({w for s in self._english for w in s.lower().split() if w.isalpha()})
        self.english_share = english_share
        self.numbers_share = 0.0

    def template(self, language: Literal["ko", "en"] = "ko") -> Sentence:
        """A call-centre sentence."""
        return fill(self._rng, self._rng.choice(self._ko if language == "ko" else self._en), language, self._split)

    def sentence(self) -> Sentence:
        """Any training sentence; at least half carry nothing to guess from."""
        r = self._rng
        if r.random() < self.numbers_share:
            return self._numbers()
        if r.random() < self.english_share:
            return self._english_sentence()
        kind = r.random()
        if kind < 0.40:
            return self.template()
        if kind < 0.66 and self.wide:
            return _closed(r.choice(self.wide))
        if kind < 0.75 and self._words:
            return self._noun_phrases()
        if kind < 0.88:
            return self._slots()
        if kind < 0.93 and self._syllables:
            return self._invented()
        return self._shuffled()

    def _word(self) -> str:
        r = self._rng  # the list is in order of frequency; half the draws come from its first tenth or so
        return self._words[int(len(self._words) * r.random() ** 2)]

    def _noun_phrases(self) -> Sentence:
        r = self._rng
        parts = [
            with_particle(self._word(), r.choice(_NOUN_TAILS)) if r.random() < 0.7 else self._word()
            for _ in range(r.randint(1, 7))
        ]
        return _closed(" ".join(parts))

    def _slots(self) -> Sentence:
        r = self._rng
        kinds = (
            "name",
            "name",
            "office",
            "phone",
            "phone",
            "amount",
            "digits",
            "digits",
            "date",
            "time",
            "address",
            "plate",
            "rrn",
            "card",
            "district",
            "count",
            "street",
            "station",
            "bus",
            "percent",
            "houses",
            "doc",
            "birth",
            "center",
        )
        slots = [draw_slot(r, "ko", r.choice(kinds), self._split) for _ in range(r.choice((1, 1, 2, 2, 3, 4)))]
        joiner = r.choice((", ", " ", " "))
        tail = r.choice(("", "", "입니다", "이요", "요", "이에요"))
        last = with_particle(slots[-1].text, tail) if tail else slots[-1].text
        return Sentence(joiner.join([s.text for s in slots[:-1]] + [last]) + ".", "ko", tuple(slots))

    def _numbers(self) -> Sentence:
        r = self._rng
        kinds = ("digits", "digits", "phone", "card", "rrn", "amount", "count", "date", "houses", "percent", "bus")
        slots = [draw_slot(r, "ko", r.choice(kinds), self._split) for _ in range(r.choice((1, 1, 2, 2, 3)))]
        return Sentence(" ".join(s.text for s in slots) + ".", "ko", tuple(slots))

    def _invented(self) -> Sentence:
        """Words that do not exist, from real syllables."""
        r = self._rng
        words = ["".join(r.choice(self._syllables) for _ in range(r.randint(1, 4))) for _ in range(r.randint(1, 6))]
        return _closed(" ".join(words))

    def _shuffled(self) -> Sentence:
        r = self._rng
        source = r.choice(self.wide) if self.wide and r.random() < 0.6 else self.template().text
        words = re.sub(r"[.,?]", "", source).split()
        if r.random() < 0.5:
            words += re.sub(r"[.,?]", "", self.template().text).split()
        r.shuffle(words)
        return _closed(" ".join(words[:9]))

    def _english_sentence(self) -> Sentence:
        r = self._rng
        kind = r.random()
        if kind < 0.4 or not self._english:
            return self.template("en")
        if kind < 0.75:
            text = r.choice(self._english)
        elif kind < 0.9:
            text = " ".join(r.choice(self._english_words) for _ in range(r.randint(2, 9)))
        else:
            kinds = ("name", "amount", "phone", "digits", "date", "time", "place", "topic", "doc", "office")
            text = ", ".join(draw_slot(r, "en", r.choice(kinds), self._split).text for _ in range(r.randint(1, 3)))
        return Sentence(text[0].upper() + text[1:] + ".", "en")


def _closed(text: str) -> Sentence:
    return Sentence(text + ("?" if _QUESTION.search(text) else "."), "ko")


def dictionary_words(limit: int = 60000) -> list[str]:
    """Korean nouns, names and adverbs of Kiwi's dictionary, commonest first."""
    from kiwipiepy import Kiwi

    kiwi = Kiwi()
    found: dict[str, None] = {}
    for index in range(limit):
        morpheme = kiwi.morpheme(index)
        if morpheme.tag in ("NNG", "NNP", "MAG", "NNB", "XR", "IC") and _HANGUL.fullmatch(morpheme.form):
            found.setdefault(morpheme.form)
    return list(found)


def documentation_english() -> list[str]:
    """Plain English sentences from Python's own documentation topics and docstrings: letters only, 3..14 words."""
    import sysconfig

    root = Path(sysconfig.get_paths()["stdlib"])
    found: dict[str, None] = {}
    for path in sorted([*root.glob("*.py"), *root.glob("email/*.py"), *root.glob("pydoc_data/*.py")]):
        text = path.read_text(encoding="utf-8", errors="ignore").replace("\\n", " ").replace("'\n", " ")
        text = re.sub(r"[\s'\"#]+", " ", text)
        for match in re.finditer(r"(?<=[.:] )([A-Z][a-z]+(?: [a-z]+){2,13})(?=\.)", text):
            found.setdefault(match[1].lower())
    return list(found)
