"""Measures, scores and whether a change is more than error and enough to matter."""

from filiform.outcomes.change import Change, ChangeFigures, change_figures, judge_change
from filiform.outcomes.errors import (
    MalformedScoreError,
    MeasureFileError,
    ScoreOutOfRangeError,
    ScoresOutOfOrderError,
    UnknownMeasureError,
    UnknownQuestionKindError,
)
from filiform.outcomes.measure import (
    Caveat,
    Figure,
    OutcomeMeasure,
    load_measures,
    parse_measure,
    require_measure,
)
from filiform.outcomes.score import Moment, Score, require_valid
from filiform.outcomes.verdict import Verdict

__all__ = [
    "Caveat",
    "Change",
    "ChangeFigures",
    "Figure",
    "MalformedScoreError",
    "MeasureFileError",
    "Moment",
    "OutcomeMeasure",
    "Score",
    "ScoreOutOfRangeError",
    "ScoresOutOfOrderError",
    "UnknownMeasureError",
    "UnknownQuestionKindError",
    "Verdict",
    "change_figures",
    "judge_change",
    "load_measures",
    "parse_measure",
    "require_measure",
    "require_valid",
]
