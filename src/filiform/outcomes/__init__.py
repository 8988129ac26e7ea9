"""Measures, scores and whether a change is more than error and enough to matter."""

from filiform.outcomes.change import Change, ChangeFigures, change_figures, judge_change
from filiform.outcomes.errors import (
    AnswerError,
    InstrumentFileError,
    MalformedScoreError,
    MeasureFileError,
    ScoreOutOfRangeError,
    ScoresOutOfOrderError,
    UnknownInstrumentError,
    UnknownMeasureError,
    UnknownPartError,
    UnknownQuestionKindError,
)
from filiform.outcomes.instrument import Better, Instrument, Judgement, Published, Ship
from filiform.outcomes.instrument_file import (
    load_instruments,
    parse_instrument,
    require_instrument,
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
from filiform.outcomes.scoring import Scored, require_in_range, score_answers, score_trials
from filiform.outcomes.verdict import Verdict

__all__ = [
    "AnswerError",
    "Better",
    "Caveat",
    "Change",
    "ChangeFigures",
    "Figure",
    "Instrument",
    "InstrumentFileError",
    "Judgement",
    "MalformedScoreError",
    "MeasureFileError",
    "Moment",
    "OutcomeMeasure",
    "Published",
    "Score",
    "ScoreOutOfRangeError",
    "Scored",
    "ScoresOutOfOrderError",
    "Ship",
    "UnknownInstrumentError",
    "UnknownMeasureError",
    "UnknownPartError",
    "UnknownQuestionKindError",
    "Verdict",
    "change_figures",
    "judge_change",
    "load_instruments",
    "load_measures",
    "parse_instrument",
    "parse_measure",
    "require_in_range",
    "require_instrument",
    "require_measure",
    "require_valid",
    "score_answers",
    "score_trials",
]
