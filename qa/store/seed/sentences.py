"""What agents and citizens say in made-up calls. Nobody ever said these; names of places and matters are filled in."""

from __future__ import annotations

from qa.call import Sentence

OFFICE = "다산콜센터"

GREETING = {
    "yes": (
        "안녕하십니까. 다산콜센터 상담사 {agent}입니다. 무엇을 도와드릴까요?",
        "감사합니다. 다산콜센터 {agent}입니다. 무엇을 도와드릴까요?",
        "행복을 드리는 다산콜센터 상담사 {agent}입니다. 무엇을 도와드릴까요?",
    ),
    "partly": ("네, 다산콜센터입니다.", "안녕하십니까. 무엇을 도와드릴까요?"),
    "no": ("네, 말씀하세요.", "여보세요."),
}
CLOSING = {
    "yes": (
        "더 궁금하신 점 있으십니까? 감사합니다. 좋은 하루 되십시오.",
        "다른 문의 사항은 없으신가요? 전화 주셔서 감사합니다. 상담사 {agent}, 인사드립니다.",
    ),
    "partly": ("네, 감사합니다.", "네, 좋은 하루 되세요."),
    "no": ("네.", "네, 알겠습니다."),
}
OPENING = (
    "네, 안녕하세요. {question}",
    "수고하십니다. {question}",
    "저기요, 하나 여쭤볼게요. {question}",
    "{place} 사는데요. {question}",
    "아까도 전화했는데 통화 중이라서요. {question}",
)
RESTATING = (
    "네, {matter} 때문에 전화 주셨군요.",
    "{matter} 문의시군요. 확인해 드리겠습니다.",
    "{place} {matter} 건으로 문의하신 거 맞으시죠?",
)
NOT_RESTATING = ("네.", "네, 확인해 보겠습니다.", "네, 그러세요.")
EMPATHY = (
    "아, 그러셨군요. 많이 불편하셨겠습니다.",
    "{place}에서 {matter} 때문에 많이 답답하셨겠습니다.",
    "네, 걱정이 많으셨겠습니다. 바로 알아봐 드리겠습니다.",
)
TROUBLE = (
    "{month}월 {day}일부터 계속 이래서 {feeling}.",
    "벌써 {days}일째 연락이 없어서 {feeling}.",
    "{noun}까지 다 냈는데 아무 말이 없어서 {feeling}.",
    "일을 하니까 평일에 못 가서 {feeling}.",
)
HOLD = {
    "yes": ("잠시만 기다려 주시겠습니까? 확인해 보겠습니다.", "확인하는 동안 잠시만 기다려 주시기 바랍니다."),
    "no": ("어디 보자.", "확인할게요."),
}
THANKS = {
    "yes": ("기다려 주셔서 감사합니다.", "오래 기다리셨습니다. 감사합니다."),
    "no": ("네, 여보세요.", "네, 나왔네요."),
}
ANSWER = (
    "네, {matter} {fact} 말씀드리면 {value}입니다.",
    "확인해 보니 {matter} {fact}, {value}입니다.",
    "{fact} 기준으로 {value}이고 자세한 내용은 누리집에서도 보실 수 있습니다.",
)
NO_ANSWER = (
    "죄송합니다만 {matter}에 대해서는 저희 쪽에 안내된 내용이 없습니다.",
    "그 내용은 담당 부서에서만 확인되는 사항이라 제가 바로 안내드리기 어렵습니다.",
)
TRANSFER = ("담당 부서인 {office} 쪽으로 연결해 드리겠습니다.", "{office} 담당자에게 바로 연결해 드리겠습니다.")
CALL_BACK = (
    "담당자 확인 후 오늘 {hour}시까지 다시 연락드리겠습니다.",
    "{office}에서 {days}일 안에 전화를 드릴 예정입니다.",
)
CASUAL = ("그건 지난달에 이미 나갔어.", "아니, 그거 말고 {noun}을 보라고.", "그건 거기서 하는 거야.")
UNKIND = (
    "아까 말씀드렸잖아요. 몇 번을 말해야 알아들으세요?",
    "그걸 왜 저한테 그러세요? 제가 그런 것도 아닌데요.",
)
BLUNT = ("안 됩니다.", "그건 안 돼요. {noun} 다시 내세요.")
CUSHION = (
    "번거로우시겠지만 {noun}을 준비하셔서 {place} 주민센터로 방문해 주시겠습니까?",
    "죄송합니다만 {noun}은 방문하셔서 받으셔야 합니다.",
)
HONOURED = ("{noun}이 나오셨고요, 수수료가 {won}원이십니다.",)
WAITED = ("한참을 기다렸어요. 전화 연결이 왜 이렇게 안 돼요?", "십 분 넘게 음악만 들었습니다.")
PASSED_ON = ("여기저기 돌리기만 하고 벌써 세 번째예요.", "구청에서는 시청에 물어보라고 하던데요.")
RUDE_BEFORE = ("아까 전화 받은 분은 너무 불친절하던데요.", "지난번 상담사는 말을 중간에 끊어 버렸어요.")
AGAIN = ("지난주에도 같은 일로 전화했거든요.", "어제도 전화했는데 아직 그대로예요.")
ABUSE = ("야, 너 지금 장난하냐?", "말귀를 못 알아들어? 책임자 바꿔.")
WARNING = ("고객님, 폭언을 계속하시면 상담을 더 진행하기 어렵습니다.",)
NUMBER = "제 번호는 {number}입니다."
NUMBER_BACK = "네, {number} 맞으시죠?"
NUMBER_KEPT = "네, 번호 확인했습니다. 감사합니다."

AGENT = (
    "{place} {matter} 관련해서는 {noun}을 먼저 확인해 드리겠습니다.",
    "접수일은 {month}월 {day}일로 되어 있습니다.",
    "말씀하신 건은 처리에 {days}일 정도 걸립니다.",
    "{noun}은 {place} 주민센터나 구청 민원실에서 받으실 수 있습니다.",
    "평일 {hour}시부터 접수하고 있고 점심시간에는 창구가 붐빌 수 있습니다.",
    "수수료는 {won}원이고 카드로도 내실 수 있습니다.",
    "혹시 {noun} 번호를 알고 계십니까?",
    "누리집에서 본인 확인을 하신 뒤 {matter} 항목을 선택하시면 됩니다.",
    "신청하신 분 성함으로 조회하면 {noun} 상태가 접수로 나옵니다.",
    "그 부분은 {month}월부터 바뀌어서 이제 {noun} 없이도 신청하실 수 있습니다.",
    "문자로 안내문을 보내 드릴 테니 확인해 보시기 바랍니다.",
    "{place}는 담당 창구가 {days}번이고 번호표를 뽑으시면 됩니다.",
    "네, 맞습니다. {noun}하고 신분증을 같이 가져오시면 됩니다.",
    "온라인으로는 {hour}시까지, 방문은 {day}일까지 받고 있습니다.",
)
CITIZEN = (
    "{noun}은 어디서 받아요? {place}에서도 되나요?",
    "그럼 {won}원 내고 {noun} 받으면 되는 거죠?",
    "{hour}시에 갔더니 담당자가 없던데요.",
    "제가 {noun}을 {days}일 전에 냈는데 아직 연락이 없어서요.",
    "가족이 대신 가도 되나요? 제가 지금 {place}에 없어서요.",
    "인터넷으로는 어떻게 하는 건지 잘 모르겠어요.",
    "아, 그럼 {month}월 {day}일까지만 하면 되네요.",
    "{matter} 일은 처음이라서 뭘 준비해야 할지 모르겠네요.",
    "거기 주차할 데는 있나요?",
    "네, 적고 있어요. 천천히 말씀해 주세요.",
    "어머니가 연세가 있으셔서 제가 대신 여쭤보는 거예요.",
    "문자로 보내 주시면 좋겠는데요.",
)
BACKS = ("네.", "네, 네.", "아, 네.", "예.", "음.", "네, 맞아요.", "그렇군요.", "아, 그래요?")
AGENT_BACKS = ("네, 네.", "네, 그러시군요.", "아, 네.", "네, 맞습니다.")
THANKED = ("네, 감사합니다.", "알겠습니다. 수고하세요.", "네, 고맙습니다.")

PLACES = (
    "은평구 성북구 마포구 강서구 노원구 송파구 관악구 중랑구 도봉구 "
    "용산구 양천구 구로구 금천구 동작구 서초구 강남구 강동구 광진구"
).split()
# All of them end in a consonant, as the particles after them want it.
NOUNS = "신분증 접수증 등본 안내문 통장 위임장 영수증 확인증 통지문 증명사진 견적 계약금".split()
FEELINGS = ("너무 답답해요", "걱정이 많아요", "좀 속상하네요", "정말 불편해요", "마음이 급해요")
# What the standard answers know nothing of: a thing and what is asked of it.
UNKNOWN_THINGS = (
    "반려식물 병원|한강 드론 구역|옥상 텃밭 흙|공공 와이파이 속도|전동 킥보드 견인|빗물 저금통|"
    "나눔 냉장고|마을 방송|공원 평상 예약|장난감 수리|우산 수리소|자율주행 버스 좌석|"
    "층간소음 이웃 상담|길고양이 급식소|폐의약품 수거함|태양광 계량기|도서관 좌석 알림|캠핑장 데크"
).split("|")
UNKNOWN_ASKS = (
    "{thing} 신청은 어디에 하나요?",
    "{thing} 이용 요금이 따로 있나요?",
    "{thing} 문의는 어느 부서로 해요?",
    "{thing} 때문에 전화했는데 누구랑 이야기해야 돼요?",
)

# Of each criterion: why points were given, taken, or nothing was judged.
GIVEN = Sentence("기준에 맞게 응대했습니다.", "Handled as the criterion asks.")
REASONS: dict[str, dict[str, Sentence]] = {
    "greeting": {
        "yes": Sentence("인사말과 소속, 성명이 확인되었습니다.", "Greeting, organisation and name: said."),
        "partly": Sentence(
            "인사말, 소속, 성명 가운데 일부만 확인되었습니다.", "Only part of greeting, organisation and name."
        ),
        "no": Sentence("첫인사가 확인되지 않았습니다.", "No greeting was heard."),
    },
    "speech_level": {
        "yes": Sentence("끝맺은 문장이 모두 경어입니다.", "Every finished sentence is polite."),
        "partly": Sentence("반말로 끝난 문장이 한 번 있었습니다.", "One sentence in plain speech."),
        "no": Sentence("반말로 끝난 문장이 여러 번 있었습니다.", "Several sentences in plain speech."),
    },
    "object_honorific": {"partly": Sentence("사물을 높인 말이 있었습니다.", "A thing was honoured.")},
    "unkind_words": {
        "yes": Sentence("불친절한 말이 없었습니다.", "No unkind words were said."),
        "no": Sentence("불친절한 말이 있었습니다.", "Unkind words were said."),
    },
    "blunt": {"no": Sentence("잘라 말하거나 명령하는 말이 있었습니다.", "Something was refused bluntly or ordered.")},
    "cushion": {
        "na": Sentence("거절하거나 번거로운 부탁을 하지 않았습니다.", "Nothing was refused or asked of the citizen.")
    },
    "restating": {
        "yes": Sentence("시민의 말을 되짚어 확인했습니다.", "What the citizen said was taken up."),
        "no": Sentence("시민의 말을 되짚어 확인하지 않았습니다.", "What the citizen said was not taken up."),
    },
    "empathy": {
        "yes": Sentence("시민의 말에 호응·공감했습니다.", "The agent took up what the citizen felt."),
        "no": Sentence("공감하는 말이 없었습니다.", "Nothing was said to what the citizen felt."),
        "na": Sentence("공감할 상황이 없었습니다.", "Nothing called for empathy."),
    },
    "interruption": {"no": Sentence("시민의 말을 세 번 끊었습니다.", "Talked over the citizen three times.")},
    "dead_air": {"no": Sentence("말없이 기다리게 한 시간이 길었습니다.", "The citizen waited in long silence.")},
    "hold_asked": {
        "no": Sentence("양해 없이 기다리게 했습니다.", "The citizen was made to wait without being asked."),
        "na": Sentence("대기가 없었습니다.", "There was no hold."),
    },
    "hold_thanked": {
        "no": Sentence("기다려 준 데 감사하지 않았습니다.", "Nobody thanked the citizen for waiting."),
        "na": Sentence("대기가 없었습니다.", "There was no hold."),
    },
    "transfers": {"no": Sentence("다른 부서로 세 번 이관했습니다.", "Transferred three times.")},
    "abuse_handling": {"na": Sentence("시민의 폭언이 없었습니다.", "The citizen was not abusive.")},
    "closing": {
        "yes": Sentence("추가 문의 확인과 끝인사가 확인되었습니다.", "Question for more and goodbye: said."),
        "partly": Sentence("추가 문의 확인이나 끝인사가 빠졌습니다.", "Question for more or goodbye is missing."),
        "no": Sentence("끝인사가 확인되지 않았습니다.", "No goodbye was heard."),
    },
    "personal_data": {
        "yes": Sentence(
            "상담사가 개인정보를 복창하거나 요구하지 않았습니다.", "Personal data were neither repeated nor asked for."
        ),
        "no": Sentence("상담사가 개인정보를 복창했습니다.", "The agent repeated personal data."),
    },
}
NOT_STATED = Sentence("이 통화에서 안내하지 않은 내용입니다.", "The agent stated nothing of this.")
AGREES = Sentence("표준상담과 맞게 안내했습니다.", "Stated as the standard answers say.")
CONTRADICTS = Sentence("표준상담과 다르게 안내했습니다.", "Stated otherwise than the standard answers say.")
UNCLEAR = Sentence(
    "말소리가 분명하지 않아 판단할 수 없습니다. 직접 들어 확인해 주세요.",
    "Unclear speech: this cannot be judged. Please listen.",
)
NOTHING_WRONG = {
    "yes": GIVEN,
    "partly": Sentence("일부만 지켜졌습니다.", "Only partly so."),
    "no": Sentence("지켜지지 않았습니다.", "It was not so."),
}
NO_NEED = Sentence("해당하는 상황이 없었습니다.", "The situation did not arise.")
