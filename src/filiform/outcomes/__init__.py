"""Measures, scores and whether a change is more than error and enough to matter."""

from filiform.outcomes.calibration import Calibration, load_calibration, require_calibrated
from filiform.outcomes.change import Change, ChangeFigures, change_figures, judge_change
from filiform.outcomes.course import (
    UsualCourse,
    load_courses,
    load_forecast_rules,
    require_course,
)
from filiform.outcomes.errors import (
    AnswerError,
    CourseFileError,
    ForecastError,
    GoalError,
    InstrumentFileError,
    MalformedScoreError,
    MeasureFileError,
    ScoreOutOfRangeError,
    ScoresOutOfOrderError,
    TooFewReadingsError,
    UncalibratedForecastError,
    UnknownCourseError,
    UnknownInstrumentError,
    UnknownMeasureError,
    UnknownPartError,
    UnknownQuestionKindError,
)
from filiform.outcomes.fan import FanCheck, check_fan
from filiform.outcomes.forecast import Forecast, forecast, probability_of_change
from filiform.outcomes.goal import Goal, GoalRow, GoalVerdict, judge_goal
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
from filiform.outcomes.reading import Reading, Series, require_reading
from filiform.outcomes.rules import ChangeRules, load_change_rules
from filiform.outcomes.score import Moment, Score, require_valid
from filiform.outcomes.scoring import Scored, require_in_range, score_answers, score_trials
from filiform.outcomes.series_change import (
    Axes,
    SeriesChange,
    judge_series,
    probability_of_meaning,
    unblurred,
)
from filiform.outcomes.verdict import Verdict

__all__ = [
    "AnswerError",
    "Axes",
    "Better",
    "Calibration",
    "Caveat",
    "Change",
    "ChangeFigures",
    "ChangeRules",
    "CourseFileError",
    "FanCheck",
    "Figure",
    "Forecast",
    "ForecastError",
    "Goal",
    "GoalError",
    "GoalRow",
    "GoalVerdict",
    "Instrument",
    "InstrumentFileError",
    "Judgement",
    "MalformedScoreError",
    "MeasureFileError",
    "Moment",
    "OutcomeMeasure",
    "Published",
    "Reading",
    "Score",
    "ScoreOutOfRangeError",
    "Scored",
    "ScoresOutOfOrderError",
    "Series",
    "SeriesChange",
    "Ship",
    "TooFewReadingsError",
    "UncalibratedForecastError",
    "UnknownCourseError",
    "UnknownInstrumentError",
    "UnknownMeasureError",
    "UnknownPartError",
    "UnknownQuestionKindError",
    "UsualCourse",
    "Verdict",
    "change_figures",
    "check_fan",
    "forecast",
    "judge_change",
    "judge_goal",
    "judge_series",
    "load_calibration",
    "load_change_rules",
    "load_courses",
    "load_forecast_rules",
    "load_instruments",
    "load_measures",
    "parse_instrument",
    "parse_measure",
    "probability_of_change",
    "probability_of_meaning",
    "require_calibrated",
    "require_course",
    "require_in_range",
    "require_instrument",
    "require_measure",
    "require_reading",
    "require_valid",
    "score_answers",
    "score_trials",
    "unblurred",
]
