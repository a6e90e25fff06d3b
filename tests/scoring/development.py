"""Our own development set: short exchanges with planted truth, worded far from the shipped knowledge.

Each exchange is put into a carrier call by a seeded draw, so that it stands among other turns. Faults are what `no` and `partly`
stand for; "." is a call in which the situation did not arise. Not the blind set of tests/planted, which nobody who builds the
checks may read.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qa.call import Transcript
from tests.scoring.calls import call, outcome, rate

FAULT, FINE, NONE = "fault", "fine", "none"  # none: the situation did not arise


@dataclass(frozen=True)
class Case:
    """One planted exchange: what the criterion should come to, in which call."""

    criterion: str
    truth: str
    transcript: Transcript
    rubric: str


# criterion → truth → exchanges; a line beginning with "c:" is the citizen's, others are the agent's. "|" parts lines.
KOREAN: dict[str, dict[str, list[str]]] = {
    "greeting": {
        FINE: [
            "반갑습니다, 다산콜센터 이서연입니다. 말씀 주세요.",
            "네, 고맙습니다. 일이공 다산콜 박지훈입니다.",
            "안녕하십니까? 시민 곁에 다산콜, 최유진입니다.",
            "어떤 내용으로 연락 주셨습니까? 다산콜 정민수입니다.",
            "감사합니다. 서울시 민원 안내 한지우입니다.",
            "안녕하심니까, 다산콜센타 윤서준입니다.",
            "네, 안녕하세요, 고객님. 다산콜 오세린입니다.",
            "전화 연결 기다려 주셔서 고맙습니다. 다산콜 송하은입니다.",
            "좋은 아침입니다. 다산콜 강도현입니다.",
            "뭐를 좀 도와드리면 되겠습니까, 다산콜 문가온입니다.",
        ],
        FAULT: [
            "네.",
            "예, 다산콜이요.",
            "여보세요.",
            "네, 말씀하세요.",
            "안녕하세요, 뭐 도와드릴까요.",
            "네, 누구세요?",
            "예, 듣고 있습니다.",
            "네, 상담사 박지훈이고요. 네.",
        ],
    },
    "closing": {
        FINE: [
            "혹시 더 알아봐 드릴 건 없을까요?|c: 네 됐어요.|네, 오늘도 평안한 하루 되시길 바랍니다.",
            "궁금증은 다 풀리셨나요?|c: 네.|네, 들어가세요, 고객님.",
            "또 다른 민원은 없으십니까?|c: 없어요.|네, 이상 다산콜 이서연이었습니다. 감사합니다.",
            "그밖에 여쭤보실 내용 있으실까요?|c: 아뇨.|고맙습니다. 남은 오후도 활기차게 보내십시오.",
            "추가로 안내 필요하신 부분 있으세요?|c: 없습니다.|네, 즐거운 명절 보내시고 안녕히 계십시오.",
            "다른 거 더 봐 드릴까요? 더 필요하신 거는요?|c: 괜찮아요.|네 수고하세요.",
        ],
        FAULT: [
            "네, 그렇게 하시면 됩니다.|c: 네.|네.",
            "네, 끝났죠?|c: 네.|네네.",
            "그건 그 부서에 물으시면 돼요.|c: 네 알겠어요.|네.",
            "더 물어보실 것 있으십니까?|c: 없어요.|네.",
            "신청은 누리집에서 됩니다.|c: 네.|네, 좋은 하루 보내세요.",
            "네 그럼요.|c: 네 끊을게요.|예.",
        ],
    },
    "empathy": {
        FINE: [
            "c: 아랫집 공사 때문에 아기가 잠을 통 못 자요.|아기까지 잠을 못 자서 정말 애가 타셨겠어요. 담당 구청에 접수하겠습니다.",
            "c: 어제 골목에서 넘어져서 팔을 다쳤어요.|어머, 많이 아프시죠. 몸은 좀 괜찮으신가요?",
            "c: 세 시간째 전화를 돌려받고 있어요, 너무 지쳐요.|여러 번 연결되시느라 고단하셨겠습니다. 제가 끝까지 확인하겠습니다.",
            "c: 휴대폰을 택시에 두고 내려서 큰일이에요.|저런, 얼마나 당황하셨어요. 바로 찾아보겠습니다.",
            "c: 수도가 얼어서 이틀째 물을 못 쓰고 있어요, 미치겠어요.|추운 날씨에 이틀이나 고생이 크셨겠네요.",
            "c: 과태료가 잘못 나와서 너무 억울합니다.|억울한 마음 드시는 게 당연합니다. 이의 신청을 알려 드릴게요.",
            "c: 어머니가 길을 잃으셔서 너무 무서워요.|많이 놀라고 걱정되실 것 같습니다. 경찰에 바로 연결하겠습니다.",
            "c: 밤마다 오토바이 소리 때문에 환장하겠어요.|밤에 쉬지도 못하시고 많이 힘드시겠어요.",
        ],
        FAULT: [
            "c: 아랫집 공사 때문에 아기가 잠을 통 못 자요.|주소 불러 주십시오.",
            "c: 어제 골목에서 넘어져서 팔을 다쳤어요.|어느 골목입니까?",
            "c: 세 시간째 전화를 돌려받고 있어요, 너무 지쳐요.|담당 부서가 달라서 그렇습니다.",
            "c: 휴대폰을 택시에 두고 내려서 큰일이에요.|택시 번호가 몇 번입니까?",
            "c: 수도가 얼어서 이틀째 물을 못 쓰고 있어요, 미치겠어요.|수도사업소로 신고하시면 됩니다.",
            "c: 과태료가 잘못 나와서 너무 억울합니다.|고지서 번호를 불러 주십시오.",
            "c: 개가 물려고 달려들어서 진짜 무서웠어요.|몇 시쯤이었습니까?",
            "c: 서류를 세 번이나 다시 내라고 해서 화가 나요.|빠진 서류가 있었습니다.",
        ],
        NONE: [
            "c: 시청역 근처 주차장 위치 알려 주세요.|시청 별관 지하에 있습니다.",
            "c: 여권 사진 규격이 어떻게 돼요?|가로 삼 점 오, 세로 사 점 오 센티미터입니다.",
            "c: 카드를 잃어버리면 어디로 연락해야 해요?|카드사 고객센터로 연락하시면 됩니다.",
            "c: 청년 수당 신청 기간이 언제예요?|삼월 이 일부터 십일까지입니다.",
            "c: 걱정은 안 되는데 그냥 확인하려고요.|접수되어 있습니다.",
            "c: 불편 신고 전화번호가 뭐예요?|일이공입니다.",
            "c: 위험물 보관 허가는 어디서 받아요?|소방서입니다.",
        ],
    },
    "cushion": {
        FINE: [
            "c: 전화로 바꿔 주시면 안 돼요?|마음은 굴뚝같지만 죄송스럽게도 전화로는 변경이 안 됩니다.",
            "c: 오늘 처리돼요?|급하실 텐데 송구합니다. 오늘은 처리할 수 없습니다.",
            "c: 서류 팩스로 보내도 되나요?|불편하시겠지만 직접 방문하셔야 합니다.",
            "c: 개인번호 좀 알려 주세요.|양해해 주신다면 감사하겠습니다. 개인번호는 알려 드릴 수 없습니다.",
            "c: 환불해 주세요.|아쉬우시겠지만 규정에 따라 환불은 불가합니다.",
            "c: 그거 지금 안 돼요?|미안합니다만 지금은 안 됩니다.",
            "c: 대신 신청해 주세요.|도와드리면 좋겠지만 대리 신청은 어렵습니다. 안타깝습니다.",
        ],
        FAULT: [
            "c: 전화로 바꿔 주시면 안 돼요?|전화로는 안 됩니다.",
            "c: 오늘 처리돼요?|오늘은 못 합니다.",
            "c: 서류 팩스로 보내도 되나요?|아니요. 직접 방문하셔야 합니다.",
            "c: 개인번호 좀 알려 주세요.|알려 드릴 수 없습니다.",
            "c: 환불해 주세요.|환불은 불가합니다.",
            "c: 그거 지금 안 돼요?|지금은 불가능합니다.",
            "c: 대신 신청해 주세요.|대리 신청은 받지 않습니다.",
            "c: 요금 좀 깎아 주세요.|그런 방법은 없습니다.",
        ],
        NONE: [
            "c: 도서관 몇 시까지 해요?|저녁 아홉 시까지 합니다.",
            "c: 비용이 드나요?|별도 비용은 없습니다.",
            "c: 문제 없을까요?|네, 아무 문제 없습니다.",
            "c: 예약해야 돼요?|예약하지 않으셔도 됩니다.",
            "c: 지금 가도 돼요?|네, 지금 오시면 됩니다.",
            "c: 로그인이 안 돼요.|화면에 어떤 글자가 나오나요?",
            "c: 걱정돼요.|걱정 안 하셔도 됩니다.",
        ],
    },
    "blunt": {
        FINE: [
            "c: 전화로 돼요?|죄송하지만 전화로는 안 되고 누리집에서 하실 수 있습니다.",
            "c: 어디로 가요?|삼 번 출구로 나오셔서 왼쪽으로 가시면 됩니다.",
            "c: 기다릴까요?|네, 잠시만 기다려 주시겠어요?",
            "c: 걱정이에요.|걱정하지 마세요, 고객님.",
            "c: 번호요?|네, 번호를 불러 주십시오.",
            "c: 언제까지예요?|이번 주 금요일까지 내 주시면 됩니다.",
            "c: 수수료가 있어요?|수수료는 없습니다.",
            "c: 감사합니다.|조심히 들어가세요.",
            "c: 그날 열어요?|아쉽지만 그날은 휴관이라 이용이 어렵습니다.",
        ],
        FAULT: [
            "c: 전화로 돼요?|안 돼요.",
            "c: 어떻게 해요?|인터넷에서 찾아보세요.",
            "c: 지금 돼요?|기다리세요.",
            "c: 왜요?|규정이에요. 못 해 드려요.",
            "c: 다시 걸까요?|다시 전화하세요.",
            "c: 누구한테 물어요?|구청에다 물어보세요.",
            "c: 해 주세요.|그건 저희가 안 합니다.",
            "c: 또 전화하면 돼요?|전화하지 마세요.",
            "c: 알려 주세요.|모릅니다.",
        ],
    },
    "object_honorific": {
        FINE: [
            "c: 얼마예요?|이만 오천 원입니다.",
            "c: 뭐가 필요해요?|신분증이 필요하십니다.",
            "c: 제가 대상인가요?|네, 고객님은 지원 대상이십니다.",
            "c: 나왔나요?|네, 결과가 나왔습니다.",
            "c: 이름이요?|네, 성함이 어떻게 되시나요?",
            "c: 가도 돼요?|네, 오시면 됩니다.",
            "c: 아버지 건데요.|아버님께서 직접 신청하셔도 됩니다.",
            "c: 확인이요.|네, 혹시 고지서 갖고 계세요?",
            "c: 언제 돼요?|다음 주면 처리됩니다.",
        ],
        FAULT: [
            "c: 얼마예요?|이만 오천 원이십니다.",
            "c: 나왔나요?|네, 결과가 나오셨어요.",
            "c: 언제 와요?|버스가 오 분 뒤에 도착하세요.",
            "c: 됐나요?|네, 신청이 접수되셨습니다.",
            "c: 있어요?|죄송한데 좌석이 없으십니다.",
            "c: 어디예요?|여권과는 이 층이십니다.",
            "c: 할인돼요?|네, 할인이 적용되세요.",
            "c: 돈 내요?|입장료는 무료세요.",
            "c: 얼마나 걸려요?|처리 기간은 삼 일 걸리십니다.",
        ],
    },
    "restating": {
        FINE: [
            "c: 제가 지난주에 공공자전거를 빌렸는데 반납이 안 됐다고 문자가 왔거든요.|자전거 반납이 안 됐다는 문자를 받으셨다는 거죠? 살펴보겠습니다.",
            "c: 집 앞 하수구에서 악취가 심하게 올라와요. 연립주택이고요.|연립주택 앞 하수구 악취로 전화 주셨네요.",
            "c: 이사를 했는데 쓰레기 봉투를 예전 동네 것으로 써도 되는지 궁금해서요.|이사 오신 뒤 예전 동네 봉투를 쓸 수 있는지 말씀이십니까?",
            "c: 마포구 망원시장 앞 신호등이 고장 났어요. 깜빡거리기만 해요.|망원시장 앞 신호등 고장 건 접수해 드리겠습니다.",
            "c: 제 번호는 공일공에 사사삼삼에 이이일일이에요.|공일공에 사사삼삼에 이이일일, 맞으실까요?",
        ],
        FAULT: [
            "c: 제가 지난주에 공공자전거를 빌렸는데 반납이 안 됐다고 문자가 왔거든요.|네, 성함이 어떻게 되세요?|c: 김철수요.|네, 처리했습니다.",
            "c: 집 앞 하수구에서 악취가 심하게 올라와요. 연립주택이고요.|네, 어디세요?|c: 합정동이요.|네, 됐습니다.",
            "c: 마포구 망원시장 앞 신호등이 고장 났어요. 깜빡거리기만 해요.|네.|c: 언제 고쳐요?|내일요.",
            "c: 제 번호는 공일공에 사사삼삼에 이이일일이에요.|네, 됐습니다.",
        ],
        NONE: ["c: 몇 시까지 해요?|여섯 시까지 합니다.", "c: 네.|네, 고객님.", "c: 어디예요?|시청역 앞입니다."],
    },
    "speech_level": {
        FINE: [
            "c: 있어요?|네, 여기 있네요. 말씀드릴게요.",
            "c: 얼마예요?|어디 보자, 만 이천 원이네요.",
            "c: 된대요?|된다고 하셨다는 거죠? 확인해 볼게요.",
            "c: 어떻게 해요?|우선 신청부터 하시고요, 그다음에 서류를 내시면 되는데요.",
            "c: 네?|아까 안 된다고 들으셨다고요. 다시 확인하겠습니다.",
            "c: 예.|확인해 드리겠심더.",
            "c: 얼마나요?|음, 한 삼십 분 정도요.",
            "c: 거기 있어요?|그라지예, 맞습니더.",
            "c: 되죠?|그럼요, 됩니다.",
        ],
        FAULT: [
            "c: 있어요?|응, 있어. 가져가.",
            "c: 얼마예요?|만 이천 원이야. 현금으로 내.",
            "c: 어떻게 해요?|신청부터 해라. 그럼 돼.",
            "c: 네?|몇 번을 말해. 안 된다니까.",
            "c: 모르겠어요.|그것도 몰라? 잘 들어 봐.",
            "c: 몇 번이에요?|이 번이야. 빨리 적어.",
            "c: 해 주세요.|알았어, 해 줄게. 기다려 봐.",
            "c: 안 돼요?|안 되지, 당연히. 다른 데 알아봐.",
        ],
    },
    "conclusion_first": {
        FINE: [
            "c: 일요일에도 문 열어요?|네, 엽니다. 다만 두 시간 일찍 닫습니다. 공휴일과 겹치면 쉽니다. 자세한 일정은 누리집에 있습니다.",
            "c: 수수료가 얼마예요?|사백 원입니다. 무인 발급기에서는 이백 원입니다. 카드도 됩니다.",
            "c: 어디로 가야 돼요?|가까운 주민센터로 가시면 됩니다. 신분증을 챙겨 주십시오. 대리인이면 위임장이 필요합니다.",
            "c: 외국인도 신청돼요?|네, 가능합니다. 체류지가 서울이면 됩니다. 외국인등록증을 준비해 주십시오.",
            "c: 언제까지예요?|이달 말일까지입니다. 넘기시면 가산금이 붙습니다. 분납도 됩니다.",
        ],
        FAULT: [
            "c: 외국인도 신청돼요?|이 사업은 이천십팔년에 조례를 만들면서 시작했습니다. 처음에는 청년만 지원했습니다. 그 뒤에 예산을 늘려서 여러 계층으로 넓혔습니다. 시의회에서도 논의를 많이 했습니다. 결론적으로 외국인도 가능합니다.",
            "c: 수수료가 얼마예요?|증명서라는 게 종류가 여러 가지 있습니다. 예전에는 다 창구에서만 뗐습니다. 요즘은 기계로도 많이들 떼십니다. 그래서 기계마다 차이가 나는데, 사백 원입니다.",
            "c: 어디로 가야 돼요?|이게 원래 중앙부처 일이었습니다. 지방으로 넘어온 지 얼마 안 됐습니다. 그래서 헷갈리시는 분이 많습니다. 주민센터로 가시면 됩니다.",
        ],
        NONE: ["c: 신호등이 고장 났어요.|네, 접수하겠습니다.", "c: 감사합니다.|네, 고맙습니다."],
    },
    "unkind_words": {
        FINE: [
            "c: 이해가 안 돼요.|제가 설명을 어렵게 드렸네요. 다시 말씀드리겠습니다.",
            "c: 몇 번이에요?|몇 번 버스를 타셨는지 말씀해 주시겠어요?",
            "c: 나이 제한 있어요?|나이가 예순다섯 이상이시면 됩니다.",
            "c: 저 잘 몰라요.|모르시는 게 당연합니다. 천천히 안내해 드릴게요.",
            "c: 욕을 먹었어요.|그런 말을 들으셔서 많이 속상하셨겠습니다.",
            "c: 아까 들었는데 잊었어요.|네, 아까 안내해 드린 내용을 다시 말씀드리겠습니다.",
            "c: 누구 일이에요?|담당 부서로 연결해 드리겠습니다.",
        ],
        FAULT: [
            "c: 이해가 안 돼요.|아니, 그 말을 왜 못 알아들으세요?",
            "c: 다시요.|아까 말했잖아요. 몇 번을 설명해야 돼요?",
            "c: 어떻게 해요?|그걸 저한테 왜 물어요?",
            "c: 모르겠어요.|초등학생도 아는 건데요.",
            "c: 도와주세요.|제가 그것까지 어떻게 알아요?",
            "c: 화가 나요.|그래서 저보고 어쩌라고요?",
            "c: 늦게 봤어요.|그러게 진작 확인하셨어야죠.",
            "c: 또 궁금한데요.|아 진짜 짜증 나네.",
            "c: 안 되면요?|민원을 넣든지 알아서 하세요.",
            "c: 글씨가 작아요.|눈이 나쁘면 자식한테 읽어 달라고 하세요.",
        ],
    },
}
_OPENING = (
    "안녕하십니까. 다산콜센터 상담사 {name}입니다. 무엇을 도와드릴까요?",
    "반갑습니다. 다산콜센터 {name}입니다. 무엇을 도와드릴까요?",
)
_CLOSING = (
    ("더 궁금하신 점 있으십니까?", "c: 아니요, 없어요.", "네, 이용해 주셔서 감사합니다. 좋은 하루 보내세요."),
    ("다른 문의는 없으십니까?", "c: 네 없습니다.", "감사합니다. 편안한 저녁 되십시오."),
)
_NAMES = "김민지 오준호 남궁솔 박나래 이도윤 최하람".split()
_CALLS = 4  # how many carriers each exchange is put into


def korean_cases(seed: int = 20261122) -> Iterator[Case]:
    """Every exchange in several carriers; the same for the same seed."""
    draw = random.Random(seed)
    for criterion, planted in KOREAN.items():
        for truth, exchanges in planted.items():
            for exchange in exchanges:
                for _ in range(_CALLS):
                    yield Case(criterion, truth, _korean(draw, criterion, exchange), "courtesy-ko")


def _korean(draw: random.Random, criterion: str, exchange: str) -> Transcript:
    opening = [draw.choice(_OPENING).format(name=draw.choice(_NAMES))]
    closing = list(draw.choice(_CLOSING))
    lines = [line.strip() for line in exchange.split("|")]
    if criterion == "greeting":
        middle = [
            *lines,
            "c: 서울도서관 어디 있어요?",
            "시청역 오 번 출구 바로 앞에 있습니다.",
            "c: 네 그렇군요.",
            "네, 열 시에 엽니다.",
            "c: 네.",
        ]
        lines, opening = middle, []
    elif criterion == "closing":
        lines = [
            "c: 서울도서관 어디 있어요?",
            "시청역 오 번 출구 바로 앞에 있습니다.",
            "c: 걸어서 얼마나 걸려요?",
            "삼 분 정도 걸립니다.",
            "c: 네.",
            *lines,
        ]
        closing = []
    else:
        lines = [*lines, "c: 네, 알겠습니다."]
    said = [line if line.startswith("c:") else f"a: {line}" for line in (*opening, *lines, *closing)]
    return call(*said)


ENGLISH: dict[str, dict[str, list[str]]] = {
    "greeting": {
        FINE: [
            "Good morning, city services, this is Anna.",
            "Thanks for phoning the Dasan line, Joe speaking.",
            "Hi there, you have reached the city helpline, my name is Omar.",
            "City information, Ruth speaking, how might I assist you today?",
        ],
        FAULT: ["Yes?", "City hall.", "Go ahead.", "Yeah, speaking."],
    },
    "closing": {
        FINE: [
            "Was there anything further you needed?|c: No.|Lovely, all the best then, goodbye.",
            "Any other questions for me today?|c: No thanks.|Thank you for calling, enjoy your evening.",
        ],
        FAULT: ["That is how it works.|c: Okay.|Right.", "Fine.|c: Okay then.|Okay."],
    },
    "empathy": {
        FINE: [
            "c: I have been trying to get through for two hours and I am exhausted.|That sounds really tiring, I do apologise for the wait.",
            "c: Somebody stole my bike and I am so upset.|Oh no, that must be so upsetting. I will help you report it.",
            "c: My father is missing and I am terrified.|I can only imagine how frightening that is. Let us get help right away.",
        ],
        FAULT: [
            "c: I have been trying to get through for two hours and I am exhausted.|What is your reference number?",
            "c: Somebody stole my bike and I am so upset.|Which street was it?",
            "c: My father is missing and I am terrified.|Spell the name for me.",
        ],
        NONE: [
            "c: What time does the library open?|It opens at nine.",
            "c: Where can I renew my card?|At the district office.",
        ],
    },
    "cushion": {
        FINE: [
            "c: Can you change it for me now?|I wish I could, but I am not able to change it over the phone.",
            "c: Can I park there?|I'm afraid parking is not allowed there.",
        ],
        FAULT: [
            "c: Can you change it for me now?|No, we cannot change it.",
            "c: Can I get a refund?|That is not possible.",
            "c: Will you tell me his number?|I can't give you that.",
        ],
        NONE: ["c: Is it free?|Yes, it is free of charge.", "c: Do I need to book?|No, you can just walk in."],
    },
    "blunt": {
        FINE: [
            "c: Where do I go?|Take exit three and turn left.",
            "c: Should I wait?|Could you please hold for a moment?",
            "c: Can I do it by phone?|Unfortunately not by phone, but you can do it online.",
        ],
        FAULT: [
            "c: Can I do it by phone?|No, you can't.",
            "c: Should I wait?|Just wait.",
            "c: I did not get that.|Listen. Do not interrupt me.",
        ],
    },
    "unkind_words": {
        FINE: [
            "c: I do not understand.|Let me put that another way for you.",
            "c: Which bus was it?|How many times a day does it run? Six times.",
        ],
        FAULT: [
            "c: I do not understand.|How many times do I need to explain this?",
            "c: It is broken.|Well, that's not my problem.",
            "c: Sorry?|Are you deaf?",
            "c: I forgot the paper.|You should have read the letter.",
        ],
    },
    "conclusion_first": {
        FINE: [
            "c: Can foreigners apply?|Yes, they can. You need to live in the city. Please bring your card. It takes two weeks."
        ],
        FAULT: [
            "c: Can foreigners apply?|The scheme began many years ago with a small budget. Then the council discussed it for a long time. After that it grew bigger. A lot of districts joined as well. So yes, they can apply."
        ],
    },
}
_OPENING_EN = (
    "Good morning, Dasan call centre, {name} speaking. How may I help you?",
    "Thank you for calling the city helpline, my name is {name}.",
)
_CLOSING_EN = (
    ("Is there anything else I can help you with?", "c: No, that is all.", "Thank you for calling. Have a nice day."),
)
_NAMES_EN = "Anna Joe Minji Priya Tom".split()


def english_cases(seed: int = 20261122) -> Iterator[Case]:
    """As `korean_cases`."""
    draw = random.Random(seed)
    for criterion, planted in ENGLISH.items():
        for truth, exchanges in planted.items():
            for exchange in exchanges:
                for _ in range(_CALLS):
                    yield Case(criterion, truth, _english(draw, criterion, exchange), "courtesy-en")


def _english(draw: random.Random, criterion: str, exchange: str) -> Transcript:
    opening = [draw.choice(_OPENING_EN).format(name=draw.choice(_NAMES_EN))]
    closing = list(draw.choice(_CLOSING_EN))
    lines = [line.strip() for line in exchange.split("|")]
    small_talk = [
        "c: Where is the main library?",
        "It is right beside the city hall.",
        "c: And when does it open?",
        "It opens at nine.",
        "c: I see.",
    ]
    if criterion == "greeting":
        lines, opening = [*lines, *small_talk], []
    elif criterion == "closing":
        lines, closing = [*small_talk, *lines], []
    else:
        lines = [*lines, "c: All right."]
    said = [line if line.startswith("c:") else f"a: {line}" for line in (*opening, *lines, *closing)]
    return replace(call(*said), language="en")


@dataclass(frozen=True)
class Found:
    """Faults of one criterion: planted and found, found but not planted, planted but not found, left to people."""

    hit: int = 0
    false: int = 0
    missed: int = 0
    left: int = 0
    clean: int = 0  # calls without a fault

    @property
    def row(self) -> str:
        return (
            f"{wilson(self.hit, self.hit + self.false)} | {wilson(self.hit, self.hit + self.missed + self.left)} | "
            f"{self.false} of {self.clean} | {self.left}"
        )


def wilson(hits: int, of: int) -> str:
    """ "0.94 (0.82–0.98)": the share and its 95 % interval after Wilson (1927)."""
    if not of:
        return "–"
    share, z = hits / of, 1.959964
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * ((share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5) / (1 + z * z / of)
    return f"{share:.2f} ({max(0.0, middle - half):.2f}–{min(1.0, middle + half):.2f}), n {of}"


def measure() -> dict[str, Found]:
    """Every exchange once, by "rubric.criterion": carriers repeat an exchange, so they are not counted as more evidence."""
    found: dict[str, Found] = {}
    for rubric, cases in (("courtesy-ko", korean_cases()), ("courtesy-en", english_cases())):
        for place, case in enumerate(cases):
            if place % _CALLS:
                continue
            was = found.get(f"{rubric}.{case.criterion}", Found())
            got = outcome(rate(case.transcript, rubric, case.criterion))
            fault, deducted = case.truth == FAULT, got in ("no", "partly")
            found[f"{rubric}.{case.criterion}"] = Found(
                was.hit + (fault and deducted),
                was.false + (not fault and deducted),
                was.missed + (fault and not deducted and got != "cannot_tell"),
                was.left + (fault and got == "cannot_tell"),
                was.clean + (not fault),
            )
    return found


def table() -> str:
    """The table of docs/checks.md."""
    rows = [f"| {name.replace('.', ' · ')} | {each.row} |" for name, each in measure().items()]
    return "\n".join(
        [
            "| criterion | precision of deductions | recall | false deductions | left to people |",
            "|---|---|---|---|---|",
            *rows,
        ]
    )


if __name__ == "__main__":
    print(table())
