"""Why a person must look at this call: codes that stay, and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qa.call import Evaluation, Flag, Rating, RatingState, Sentence, SpeechMeasures, Transcript
from qa.scoring.conditions import broke_off
from qa.scoring.criterion import Criterion
from qa.scoring.flags_citizen import flags_of_citizen
from qa.scoring.hearing import BADLY_HEARD_WORD, NOISY_DB, NOT_SPEECH, Hearing
from qa.scoring.rubric import Rubric

LOW_SCORE = 70.0
UNHEARD_SHARE = 0.35
HEAVY = 8.0  # points of 100 from which a criterion should not stay undecided without a word

# A criterion that failed, and the flag it raises.
_BY_CRITERION = {
    "greeting": "no_greeting",
    "unkind_words": "unkind_words",
    "speech_level": "speech_level",
    "dead_air": "dead_air",
    "hold_asked": "hold_unasked",
    "interruption": "interruption",
    "transfers": "repeated_transfers",
    "personal_data": "personal_data",
    "fee": "wrong_fact",
    "phone": "wrong_fact",
    "office": "wrong_fact",
    "hours": "wrong_fact",
    "deadline": "wrong_fact",
    "eligibility": "wrong_fact",
    "procedure": "wrong_fact",
    "facts": "wrong_fact",
}
TECHNICAL = frozenset({"too_noisy", "unheard", "silent_channel", "cut_off"})
# Of such a recording nobody needs to be told that much in it is undecided.
_UNDECIDED_ANYWAY = TECHNICAL - {"cut_off"}


def is_technical(code: str) -> bool:
    """Whether a flag tells of the recording, not of what was said in it."""
    return code in TECHNICAL


def technical_last(found: Iterable[Flag]) -> list[Flag]:
    return sorted(found, key=lambda flag: is_technical(flag.code))


def flags(
    transcript: Transcript,
    measures: SpeechMeasures | None,
    evaluations: Sequence[Evaluation],
    rubrics: Iterable[Rubric] = (),
) -> tuple[Flag, ...]:
    """Flags in order of weight: what was done, what the citizen said, the scores, then what the recording is like.
    One for each code and place.

    `rubrics`: those of the evaluations, for names and points. An evaluation whose rubric cannot be read any more goes
    by its id.
    """
    hearing = Hearing(transcript, measures)
    recording = _of_recording(hearing)
    by_hash = {rubric.hash: rubric for rubric in rubrics}
    found: list[Flag] = []
    for evaluation in evaluations:
        rubric = by_hash.get(evaluation.rubric_hash)
        for rating in evaluation.ratings:
            found += _of_rating(rating, rubric.criterion(rating.criterion) if rubric else None)
    found += flags_of_citizen(hearing)
    if not any(flag.code in _UNDECIDED_ANYWAY for flag in recording):
        found += _undecided(evaluations, by_hash)
    found += [flag for each in evaluations if (flag := _low_score(each, by_hash.get(each.rubric_hash)))]
    unique = {(flag.code, flag.start_s, flag.sentence.ko): flag for flag in (*found, *recording)}
    return tuple(unique.values())


def name_of(evaluation: Evaluation, rubric: Rubric | None) -> Sentence:
    return rubric.name.sentence if rubric else Sentence(evaluation.rubric, evaluation.rubric)


def _low_score(evaluation: Evaluation, rubric: Rubric | None) -> Flag | None:
    score, name = evaluation.score, name_of(evaluation, rubric)
    if score is None or score >= LOW_SCORE:
        return None
    return Flag(
        "low_score",
        Sentence(
            f"{name.ko} 점수가 {score:.1f}점으로 기준({LOW_SCORE:g}점)보다 낮습니다.",
            f"The score under {name.en} is {score:.1f}, below {LOW_SCORE:g}.",
        ),
    )


def _undecided(evaluations: Sequence[Evaluation], by_hash: dict[str, Rubric]) -> Iterator[Flag]:
    """One flag for all criteria of many points that the machine could not tell."""
    names: dict[str, Sentence] = {}
    for evaluation in evaluations:
        rubric = by_hash.get(evaluation.rubric_hash)
        for rating in evaluation.ratings:
            criterion = rubric.criterion(rating.criterion) if rubric else None
            if criterion and criterion.weight >= HEAVY and rating.state is RatingState.CANNOT_TELL:
                names[criterion.name.ko] = criterion.name.sentence
    if names:
        ko, en = (", ".join(getattr(name, language) for name in names.values()) for language in ("ko", "en"))
        yield Flag(
            "unsure_heavy",
            Sentence(
                f"배점이 큰 항목을 기계가 판단하지 못했습니다: {ko}. 직접 듣고 판단해 주세요.",
                f"The machine could not tell criteria that weigh much: {en}. Please listen.",
            ),
        )


def _of_rating(rating: Rating, criterion: Criterion | None) -> Iterator[Flag]:
    if rating.state is not RatingState.RATED:
        return
    if rating.criterion == "abuse_handling":
        place = rating.evidence[-1] if rating.evidence else None
        sentence = Sentence(
            f"시민의 폭언이 있었습니다. {rating.reason.ko}", f"The citizen was abusive. {rating.reason.en}"
        )
        yield Flag("abusive_caller", sentence, place.start_s if place else None, place.end_s if place else None)
    place = rating.evidence[0] if rating.evidence else None
    start_s, end_s = (place.start_s, place.end_s) if place else (None, None)
    code = _BY_CRITERION.get(rating.criterion)
    if code is not None and rating.score is not None and rating.score <= 0:
        yield Flag(code, rating.reason, start_s, end_s)
    elif rating.critical:
        ko, en = (f"{criterion.name.ko}: ", f"{criterion.name.en}: ") if criterion else ("", "")
        sentence = Sentence(
            f"치명 항목 후보입니다. {ko}{rating.reason.ko}",
            f"Critical, to be confirmed. {en}{rating.reason.en}",
        )
        yield Flag("critical", sentence, start_s, end_s)


def _of_recording(hearing: Hearing) -> list[Flag]:
    transcript, measures = hearing.transcript, hearing.measures
    found: list[Flag] = []
    noise = measures.noise_db if measures else None
    if noise is not None and noise < NOISY_DB:
        found.append(
            Flag(
                "too_noisy",
                Sentence(
                    "잡음이 커서 평가할 수 없습니다. 녹음 상태를 확인해 주세요.",
                    "Too noisy to judge: check the recording.",
                ),
            )
        )
    elif _unheard(hearing):
        found.append(
            Flag(
                "unheard",
                Sentence(
                    "음성이 제대로 인식되지 않은 부분이 많습니다. 직접 듣고 확인해 주세요.",
                    "Much could not be understood: please listen.",
                ),
            )
        )
    silent = _silent_side(hearing)
    if silent:
        found.append(Flag("silent_channel", silent))
    if broke_off(hearing):
        end = transcript.duration_s
        found.append(
            Flag("cut_off", Sentence("통화가 중간에 끊겼습니다.", "The call broke off."), max(0.0, end - 3), end)
        )
    return found


def _unheard(hearing: Hearing) -> bool:
    if hearing.badly_heard:
        return True
    words = [word for turn in hearing.transcript.turns for word in turn.words]
    lost_s = sum(a.end_s - a.start_s for a in hearing.transcript.set_aside if a.why not in NOT_SPEECH)
    spoken_s = sum(turn.end_s - turn.start_s for turn in hearing.transcript.turns)
    unclear = sum(word.confidence < BADLY_HEARD_WORD for word in words) / len(words) if words else 0.0
    return unclear > UNHEARD_SHARE or (spoken_s > 0 and lost_s > UNHEARD_SHARE * (spoken_s + lost_s))


def _silent_side(hearing: Hearing) -> Sentence | None:
    """In a recording of two channels: one of them without speech in a call long enough for both to speak."""
    transcript, measures = hearing.transcript, hearing.measures
    if transcript.attribution != "channel" or transcript.duration_s < 30 or measures is None:
        return None
    if measures.agent_talk_s <= 0 < measures.citizen_talk_s:
        return Sentence("상담사 채널에서 말소리가 들리지 않습니다.", "No speech on the agent's channel.")
    if measures.citizen_talk_s <= 0 < measures.agent_talk_s:
        return Sentence("시민 채널에서 말소리가 들리지 않습니다.", "No speech on the citizen's channel.")
    return None
