"""Why a person must look at this call: codes that stay, and sentences."""

from __future__ import annotations

from collections.abc import Sequence

from qa.call import Evaluation, Flag, Rating, RatingState, Sentence, SpeechMeasures, Transcript
from qa.scoring.conditions import broke_off
from qa.scoring.hearing import BADLY_HEARD_WORD, NOISY_DB, NOT_SPEECH, Hearing

LOW_SCORE = 70.0
UNHEARD_SHARE = 0.35

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
}


def flags(
    transcript: Transcript, measures: SpeechMeasures | None, evaluations: Sequence[Evaluation]
) -> tuple[Flag, ...]:
    """Flags in order of weight: what was done, then what the recording is like, then the score. One for each code and
    place.
    """
    hearing = Hearing(transcript, measures)
    found = [flag for evaluation in evaluations for rating in evaluation.ratings if (flag := _of_rating(rating))]
    found += _of_recording(hearing)
    for evaluation in evaluations:
        if evaluation.score is not None and evaluation.score < LOW_SCORE:
            found.append(
                Flag(
                    "low_score",
                    Sentence(
                        f"{evaluation.rubric} 평가표의 점수가 {evaluation.score:.1f}점으로 "
                        f"기준({LOW_SCORE:g}점)보다 낮습니다.",
                        f"The score under {evaluation.rubric} is {evaluation.score:.1f}, below {LOW_SCORE:g}.",
                    ),
                )
            )
    unique = {(flag.code, flag.start_s, flag.sentence.ko): flag for flag in found}
    return tuple(unique.values())


def _of_rating(rating: Rating) -> Flag | None:
    if rating.criterion == "abuse_handling" and rating.state is RatingState.RATED:
        place = rating.evidence[-1] if rating.evidence else None
        sentence = Sentence(
            f"시민의 폭언이 있었습니다. {rating.reason.ko}", f"The citizen was abusive. {rating.reason.en}"
        )
        return Flag("abusive_caller", sentence, place.start_s if place else None, place.end_s if place else None)
    code = _BY_CRITERION.get(rating.criterion)
    if code is None or rating.state is not RatingState.RATED or rating.score is None or rating.score > 0:
        return None
    place = rating.evidence[0] if rating.evidence else None
    return Flag(code, rating.reason, place.start_s if place else None, place.end_s if place else None)


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
                    "알아듣지 못한 부분이 많습니다. 직접 들어 확인해 주세요.",
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
