"""Everyday words for what a table calls otherwise: 딱지 is a fine, rubbish and garbage are waste.

Used on both sides, where entries are indexed and where talk is looked up.
"""

from __future__ import annotations

# One word of each group stands for all; stems as the English stemmer gives them, whole words beside them.
_ENGLISH_GROUPS = (
    "waste rubbish garbage trash refuse litter garbag refus",
    "subway metro underground tube",
    "bike bicycle bicycl bikes",
    "car vehicle automobile vehicl automobil",
    "vaccination vaccin vaccine jab vaccinated inocul",
    "fine penalty penalti",
    "apartment flat apart",
    "licence license licenc licens",
    "centre center centr",
    "dog puppy puppi pup",
    "festival festiv fete",
    "library librari libraries",
    "toddler infant baby babi",
)
_ENGLISH = {word: group.split()[0] for group in _ENGLISH_GROUPS for word in group.split()}
KOREAN = {
    "딱지": ("과태료", "주차", "단속"),
    "물세": ("수도", "요금"),
    "뱃삯": ("여객선", "운임", "요금"),
    "동사무소": ("주민센터", "행정복지센터"),
    "찻삯": ("요금", "운임"),
    "강아지": ("반려견", "반려동물"),
    "책": ("도서", "도서관"),
    "애기": ("영유아", "어린이"),
}


def english_alike(word: str) -> str:
    """The word that stands for its group; the word itself where it is in none."""
    return _ENGLISH.get(word, word)
