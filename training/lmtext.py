# ruff: noqa: E501
"""Wide Korean text: sentences drawn from the small language model inside Kiwi (kiwipiepy).

``python -m training.lmtext --out FILE --count N --seed S`` writes one spoken-form sentence a line. The sentences are
grammatical and mean little, which is what the demo checkpoint needs: a decoder that listens, not one that guesses.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from pathlib import Path

from kiwipiepy import Kiwi

_SPOKEN_STARTS = (
    "저기요 제가", "네 고객님", "제가", "그러면", "혹시", "그런데 저희", "아까", "지금", "오늘", "어제", "내일", "우리 동네",
    "저희 집", "신청", "서류", "문의", "담당자", "상담사", "요금", "민원", "왜", "언제", "어디", "얼마", "누가", "어떻게", "그거",
    "이거", "저는", "선생님", "어머니", "구청", "버스", "지하철", "주차", "고지서", "접수", "신고", "공사", "쓰레기", "아파트",
    "네 지금", "아니 그게", "죄송하지만", "여기", "그쪽", "이번 달", "지난주", "다음 주", "확인", "안내", "전화", "문자",
)  # fmt: skip
_HANGUL = re.compile(r"[가-힣 ]+")
_POLITE = re.compile(r"(요|습니다|ᆸ니다|습니까|ᆸ니까|세요|ᆫ가요|나요|죠|ᆯ게요|네요|데요)$")


def generate(kiwi: Kiwi, rng: random.Random, vocabulary: list[int]) -> str | None:
    """One sentence of 2..30 morphemes, or None where the draw is not plain Hangul."""
    if rng.random() < 0.4:
        tokens = kiwi.tokenize(rng.choice(_SPOKEN_STARTS))
        ids = [t.id for t in tokens]
        if rng.random() < 0.5:
            ids.append(vocabulary[int(len(vocabulary) * rng.random() ** 2)])
    else:
        ids = [vocabulary[int(len(vocabulary) * rng.random() ** 1.6)]]
    limit = rng.randint(5, 26)
    polite = rng.random() < 0.7
    for _ in range(limit):
        choices = [c for c in kiwi.predict_next_morpheme(ids[-6:], top_n=60) if c.tag[0] != "S" or c.tag == "SF"]
        if not choices:
            break
        weights = [
            math.exp(c.score / 1.1) * (12.0 if polite and c.tag == "EF" and _POLITE.search(c.form) else 1.0)
            for c in choices
        ]
        pick = rng.choices(choices, weights)[0]
        if pick.tag == "SF" or not pick.form:
            break
        ids.append(pick.id)
        if pick.tag == "EF":
            break
    morphs = [kiwi.morpheme(i) for i in ids]
    text = str(kiwi.join([(m.form, m.tag) for m in morphs])).strip()
    return text if _HANGUL.fullmatch(text) and 3 <= len(text) <= 70 else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=30000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    kiwi = Kiwi()
    vocabulary = [
        i
        for i in range(45000)
        if kiwi.morpheme(i).tag in ("NNG", "NNP", "MAG", "NP", "IC", "NR", "MM")
        and _HANGUL.fullmatch(kiwi.morpheme(i).form)
    ]
    done = 0
    with args.out.open("a", encoding="utf-8") as out:
        while done < args.count:
            text = generate(kiwi, rng, vocabulary)
            if text:
                out.write(text + "\n")
                done += 1
                if done % 200 == 0:
                    out.flush()


if __name__ == "__main__":
    main()
