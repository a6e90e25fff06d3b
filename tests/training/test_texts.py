"""Templates say what their slots hold, and evaluation never shares a slot value with training."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Literal

import pytest
import yaml

from training.slots import _EN, _KO, reserved_for_evaluation
from training.texts import _SLOT, Texts, fill, read_conversations, read_templates, with_particle

ROOT = Path(__file__).parents[2]
TRAINING, SAMPLES = ROOT / "training", ROOT / "audio_samples"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_template_can_be_filled(language: str) -> None:
    known = _KO if language == "ko" else _EN
    for template in read_templates(language):
        assert {match[0] for match in _SLOT.findall(template)} <= set(known), template
        sentence = fill(random.Random(1), template, "ko" if language == "ko" else "en", "train")
        assert "{" not in sentence.text
        assert not any(char.isdigit() for char in sentence.text), "numbers are written as they sound"
        for slot in sentence.slots:
            assert slot.text.lower() in sentence.text.lower()


def test_particles_follow_the_last_sound() -> None:
    assert with_particle("구청", "은") == "구청은"
    assert with_particle("보건소", "은") == "보건소는"
    assert with_particle("서울", "으로") == "서울로"
    assert with_particle("구청", "으로") == "구청으로"
    assert with_particle("김민지", "이라") == "김민지라"


def test_names_and_numbers_of_evaluation_are_never_trained_on() -> None:
    kinds = ("name", "phone", "amount", "digits", "rrn", "office", "address")
    for split, reserved in (("train", False), ("eval", True)):
        rng = random.Random(2)
        for template in read_templates("ko"):
            for slot in fill(rng, template, "ko", "train" if split == "train" else "eval").slots:
                if slot.kind in kinds:
                    assert reserved_for_evaluation(slot.kind, slot.text) == reserved


def test_at_least_half_of_training_cannot_be_guessed() -> None:
    texts = Texts(random.Random(3), wide=["가나다 라마바"] * 3, words=["구청", "나무", "하늘"], english_share=0.0)
    drawn = [texts.sentence().text for _ in range(800)]
    shapes = set()
    for template in read_templates("ko"):
        shapes.add(_SLOT.split(template)[0][:8])
    guessable = sum(any(s and text.startswith(s) for s in shapes) for text in drawn)
    assert guessable < len(drawn) / 2


@pytest.mark.parametrize("language", ["ko", "en"])
def test_conversations_hold_nothing_that_is_measured_with(language: Literal["ko", "en"]) -> None:
    measured = set((TRAINING / "heldout" / f"{language}.txt").read_text("utf-8").splitlines())
    for script in SAMPLES.glob("*.yaml"):
        for line in yaml.safe_load(script.read_text("utf-8"))["lines"]:
            measured |= set(re.split(r"(?<=[.?!])\s+", line.get("text") or ""))
    lines = read_conversations(language)
    assert len(lines) == len(set(lines)) > 500
    assert not measured & set(lines)
