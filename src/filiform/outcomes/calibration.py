"""The gate of the forecasts: an outcome whose forecast is not calibrated is switched off.

``data/forecast/calibration.toml`` is written by ``benchmarks/outcomes/forecast.py``.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from filiform.outcomes.course import load_forecast_rules
from filiform.outcomes.errors import CourseFileError, UncalibratedForecastError

FILE = "forecast/calibration.toml"
COVERAGE_50 = (0.47, 0.53)
COVERAGE_90 = (0.87, 0.93)


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the forecasts of one usual course did on simulated people unlike its prior."""

    course: str
    version: str
    """Of the courses that were checked; another version has not been checked."""
    people: int
    coverage_50: float
    coverage_90: float
    crps: float
    learned_50: float
    """The same after a clinic has learned from 300 other simulated people."""
    learned_90: float
    crps_learned: float
    crps_last_value: float
    crps_usual_course: float

    @property
    def passed(self) -> bool:
        """Whether intervals hold what they promise and the forecast beats both simple ones."""
        return (
            self.version == load_forecast_rules().version
            and COVERAGE_50[0] <= self.coverage_50 <= COVERAGE_50[1]
            and COVERAGE_90[0] <= self.coverage_90 <= COVERAGE_90[1]
            and self.crps < min(self.crps_last_value, self.crps_usual_course)
        )


@cache
def load_calibration() -> Mapping[str, Calibration]:
    """Read the last check, by id of the course.

    Raises
    ------
    CourseFileError
        If an entry is incomplete.
    """
    text = (files("filiform.outcomes") / "data" / FILE).read_text(encoding="utf-8")
    try:
        rows = [Calibration(**row) for row in tomllib.loads(text).get("check", [])]
    except TypeError as error:
        raise CourseFileError(f"{FILE}: {error}.") from error
    return MappingProxyType({row.course: row for row in rows})


def require_calibrated(course_id: str) -> Calibration:
    """Return the check of a course that passed it.

    Raises
    ------
    UncalibratedForecastError
        If it was not checked in this version, or failed: its forecast is switched off.
    """
    check = load_calibration().get(course_id)
    if check is None or not check.passed:
        raise UncalibratedForecastError(
            f"{course_id}: this forecast is switched off, for it has not passed its check of "
            "calibration. Readings and changes are shown without it."
        )
    return check
