"""What the slots of the templates are filled from: names, districts, offices, documents, events, Korean and English."""

from __future__ import annotations

SURNAMES = "김김김김김김이이이이이박박박박최최정정정강강조조윤윤장장임임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국"
GIVEN = "민지서윤하은수현준영호진우성재경희정미선혜연주아유나예원도시훈동건상철기태용석규찬형승인광순숙자옥자란애라리다소슬보람별솔빛가온누리새봄한결샘힘찬율혁환빈범욱익종춘복만덕길배봉화남운산해강월일근창병대천식향분례문교완홍필택협균섭렬담담채린설"
DISTRICTS = (
    "종로구 중구 용산구 성동구 광진구 동대문구 중랑구 성북구 강북구 도봉구 노원구 은평구 서대문구 마포구 양천구 강서구 구로구 "
    "금천구 영등포구 동작구 관악구 서초구 강남구 송파구 강동구"
).split()
DONG = (
    "청운동 사직동 혜화동 신당동 을지로동 한남동 이태원동 성수동 왕십리동 자양동 화양동 답십리동 전농동 면목동 망우동 돈암동 "
    "정릉동 길음동 수유동 번동 미아동 창동 쌍문동 방학동 상계동 공릉동 월계동 불광동 갈현동 녹번동 응암동 홍제동 연희동 "
    "북가좌동 망원동 합정동 상암동 공덕동 목동 신월동 신정동 화곡동 등촌동 방화동 가양동 개봉동 오류동 고척동 신도림동 가산동 "
    "독산동 시흥동 여의도동 당산동 문래동 대림동 신길동 노량진동 상도동 사당동 흑석동 신림동 봉천동 남현동 서초동 잠원동 반포동 "
    "방배동 양재동 내곡동 신사동 논현동 압구정동 청담동 삼성동 대치동 역삼동 도곡동 개포동 일원동 수서동 세곡동 잠실동 풍납동 "
    "거여동 마천동 방이동 오금동 가락동 문정동 장지동 석촌동 명일동 고덕동 상일동 길동 둔촌동 암사동 천호동 성내동"
).split()
OFFICE_KINDS = (
    "구청 주민센터 보건소 세무서 경찰서 소방서 우체국 도서관 수도사업소 주차관리과 교통행정과 청소행정과 세무과 민원여권과 "
    "건축과 주택과 도로과 공원녹지과 환경과 복지정책과 어르신복지과 여성가족과 가족정책과 문화체육과 일자리경제과 "
    "부동산정보과 토지관리과 위생과 보건행정과 재난안전과 치수과 도시계획과 자원순환과 감사담당관 총무과 홍보과 "
    "시설관리공단 문화재단 체육센터 복지관 육아지원센터 고용센터 평생학습관"
).split()
CITY_OFFICES = (
    "서울시청 서울교통공사 서울주택도시공사 상수도사업본부 택시정책과 버스정책과 주택정책과 세제과 서울관광재단 서울시설공단 "
    "한강사업본부 국민연금공단 건강보험공단 출입국사무소 법률구조공단 전력공사 도시가스 고용노동부 국세청 병무청 경찰청 교육청 "
    "소비자원 신용회복위원회 금융감독원 동부도로사업소 서부공원녹지사업소 차량등록사업소 서울도서관 보건환경연구원"
).split()
CENTERS = (
    "다산콜센터 다산콜재단 일이공다산콜센터 일이공다산콜재단 서울콜센터 민원콜센터 고객센터 시민상담센터 구로구콜센터 정부민원안내콜센터 안심콜센터"
).split()
STREETS = (
    "세종대로 종로 을지로 퇴계로 청계천로 율곡로 한강대로 이태원로 왕십리로 아차산로 천호대로 망우로 동일로 화랑로 도봉로 "
    "노해로 통일로 연세로 월드컵로 양화로 마포대로 목동로 화곡로 공항대로 경인로 디지털로 시흥대로 영등포로 국제금융로 "
    "노량진로 상도로 관악로 남부순환로 서초대로 반포대로 강남대로 테헤란로 논현로 도산대로 영동대로 올림픽로 송파대로 "
    "양재대로 성내로 고덕로 언주로 봉은사로 삼성로 학동로 신반포로 독서당로 성북로 보문로 정릉로"
).split()
STATIONS = (
    "시청역 종각역 서울역 동대문역 신설동역 청량리역 을지로입구역 왕십리역 성수역 건대입구역 잠실역 삼성역 강남역 교대역 사당역 "
    "신림역 구로디지털단지역 신도림역 영등포구청역 합정역 홍대입구역 이대역 충정로역 불광역 연신내역 경복궁역 안국역 충무로역 "
    "약수역 옥수역 고속터미널역 양재역 수서역 노원역 창동역 수유역 미아사거리역 혜화역 명동역 숙대입구역 이촌역 동작역 "
    "김포공항역 까치산역 여의도역 공덕역 광화문역 천호역 강동역 방이역 연신내역 응암역 상수역 이태원역 한강진역 태릉입구역 "
    "상봉역 군자역 어린이대공원역 청담역 논현역 이수역 장승배기역 철산역 암사역 석촌역 모란역 당산역 노량진역 흑석역 봉은사역"
).split()
DOCS = (
    "주민등록등본 주민등록초본 가족관계증명서 인감증명서 혼인관계증명서 기본증명서 여권 건축물대장 토지대장 납세증명서 "
    "사업자등록증 졸업증명서 출입국사실증명서 장애인증명서 차량등록증 지적도 등기부등본 소득금액증명원 건강보험증 운전면허증 "
    "신분증 임대차계약서 통장사본 진단서 재직증명서 위임장 신청서 동의서 확인서 병적증명서 수급자증명서 예방접종증명서"
).split()
TAXES = "재산세 자동차세 주민세 취득세 등록면허세 지방소득세 종합소득세 과태료 범칙금 환경개선부담금 교통유발부담금 도로점용료 건강보험료 부가가치세 종합부동산세".split()
ITEMS = "냉장고 세탁기 소파 침대 매트리스 책상 의자 장롱 텔레비전 식탁 자전거 피아노 책장 에어컨 싱크대 거울 유리 화분 이불 전자레인지 선풍기 신발장 화장대 항아리 카펫".split()
EVENTS = "불꽃축제 등불축제 벚꽃축제 김장문화제 거리예술축제 마라톤대회 음악회 사진전 도자기전시회 책축제 장미축제 억새축제 야시장 박람회 연극제 영화제 국악공연 정원박람회 빛초롱축제 걷기대회".split()
BANKS = (
    "우리은행 국민은행 신한은행 하나은행 농협 기업은행 새마을금고 우체국 카카오뱅크 수협 신협 제일은행 씨티은행".split()
)
WEEKDAYS = "월요일 화요일 수요일 목요일 금요일 토요일 일요일 주말 평일".split()
MONTHS = "일월 이월 삼월 사월 오월 유월 칠월 팔월 구월 시월 십일월 십이월".split()
PLATE = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주아바사자하허호"
JOSA = {
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

EN_GIVEN = (
    "James Mary John Linda Robert Susan Michael Karen David Lisa Daniel Emma Paul Laura Mark Sarah Steven Anna Kevin Helen "
    "Brian Alice George Julia Edward Grace Thomas Emily Peter Sophie Henry Diana Oliver Rachel Martin Claire Simon Nancy"
).split()
EN_SURNAMES = (
    "Smith Johnson Brown Taylor Miller Wilson Moore Anderson Jackson White Harris Martin Thompson Garcia Clark Lewis Walker "
    "Hall Young King Wright Hill Scott Green Adams Baker Nelson Carter Mitchell Roberts Turner Parker Kim Lee Park Jung"
).split()
EN_OFFICES = "the city hall,the tax office,the immigration office,the health center,the police station,the post office,the water office,the parking office,the housing office,the district office,the lost and found center,the library,the tourist information center,the fire station,the community center".split(
    ","
)
EN_TOPICS = "parking,the water bill,the property tax,a parking ticket,garbage collection,public housing,the bus schedule,a lost wallet,street noise,the festival,a language class,health insurance,the subway,my visa,a broken street light,recycling,daycare,the car tax,road construction,the night market".split(
    ","
)
EN_DOCS = "a residence certificate,a family certificate,an alien registration card,a driving license,a tax certificate,a transit card,a parking permit,a bank statement,an application form,a rental contract,a medical record,a marriage certificate".split(
    ","
)
EN_PLACES = "City Hall,Seoul Station,the airport,the river park,the palace,the market,the stadium,the university,the hospital,the bus terminal,the museum,the tower,the north gate,the east district,Gangnam,Itaewon,Myeongdong,Hongdae,Jamsil,Yeouido,Mapo,Jongno".split(
    ","
)
EN_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
EN_MONTHS = "January February March April May June July August September October November December".split()
EN_DIGITS = "zero one two three four five six seven eight nine".split()
EN_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
