"""A visit to take apart: one needling, and a screening in which everything was denied."""

from collections.abc import Mapping
from uuid import UUID

from filiform.body.side import Side
from filiform.care import Needle, Needling, technique
from filiform.safety import Answer, SafetyVerdict, judge_screening, load_screening

ALL_NO: Mapping[str, Answer] = {question.code: Answer.NO for question in load_screening().questions}


def needling(number: int = 1, **details: object) -> Needling:
    """Return the needling of one infraspinatus point, changed as asked."""
    usual: dict[str, object] = {
        "id": UUID(int=number),
        "muscle": "infraspinatus",
        "trigger_point": "infraspinatus.trp1",
        "side": Side.RIGHT,
        "needle": Needle(0.30, 40),
        "technique": technique("PISTON"),
        "twitches": 2,
        "needles_in": 1,
        "needles_out": 1,
    }
    return Needling(**{**usual, **details})  # type: ignore[arg-type]


def verdict(**answers: str) -> SafetyVerdict:
    """Judge a screening in which everything but these answers is no."""
    return judge_screening({**ALL_NO, **{key: Answer(value) for key, value in answers.items()}})
