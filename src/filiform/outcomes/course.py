"""Usual courses of an outcome, from ``data/forecast/courses.toml``: where a forecast starts."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from filiform.evidence import Mark, require_source
from filiform.outcomes.errors import CourseFileError, UnknownCourseError

FILE = "forecast/courses.toml"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class UsualCourse:
    """``y(t) = a + b·exp(−t/τ) + flares + error``, with what is known of its numbers.

    Days throughout; values in the unit of the instrument.
    """

    id: str
    instrument: str
    people: str
    mean: Floats
    """Of the level ``a`` in the end and the fall ``b`` until then, ``(2,)`` float."""
    covariance: Floats
    """``(2, 2)`` float, between people."""
    tau_days: Floats
    """``(taus,)`` float; how fast it falls is one of these."""
    tau_weights: Floats
    """``(taus,)`` float, sum 1."""
    flare_sd: float
    flare_days: float
    """How long a flare lasts; its correlation falls by ``e`` in this time."""
    reading_sd: float
    """Error of one reading."""
    spread: float
    """Factor on the width of every interval; learned from past patients where there are any."""
    basis: str
    sources: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class ForecastRules:
    """How far ahead a forecast may look, and when a course has left it."""

    version: str
    horizon_days: float
    literature_people: float
    """Patients that the literature counts for when a clinic learns its own course."""
    leave_fan: float
    """Share of expected readings worse than this one, below which the course left the fan."""


@cache
def load_courses() -> Mapping[str, UsualCourse]:
    """Read the usual courses once, by id, read-only.

    Raises
    ------
    CourseFileError
        If an entry is incomplete or describes no course.
    """
    rows = (_course(row) for row in _table()["course"])
    return MappingProxyType({course.id: course for course in rows})


@cache
def load_forecast_rules() -> ForecastRules:
    """Read the rules of forecasting once."""
    table = _table()
    return ForecastRules(
        version=table["version"],
        horizon_days=table["horizon_days"],
        literature_people=table["literature_people"],
        leave_fan=table["leave_fan"],
    )


def require_course(course_id: str) -> UsualCourse:
    """Return a usual course by its id.

    Raises
    ------
    UnknownCourseError
        If no data file holds it: nothing is forecast from nothing.
    """
    try:
        return load_courses()[course_id]
    except KeyError:
        raise UnknownCourseError(
            f"The usual course came as {course_id!r}; expected one of {', '.join(load_courses())}."
        ) from None


@cache
def _table() -> Mapping[str, Any]:
    path = files("filiform.outcomes") / "data" / FILE
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _course(row: Mapping[str, Any]) -> UsualCourse:
    where = f"{FILE}: {row.get('id', 'a course without id')}"
    try:
        sds = np.array([row["level_sd"], row["fall_sd"]], dtype=float)
        correlation = np.array([[1.0, row["correlation"]], [row["correlation"], 1.0]])
        taus = np.array(row["tau_days"], dtype=float)
        weights = np.array(row["tau_weights"], dtype=float)
        course = UsualCourse(
            id=row["id"],
            instrument=row["instrument"],
            people=row["people"],
            mean=np.array([row["level_mean"], row["fall_mean"]], dtype=float),
            covariance=correlation * np.outer(sds, sds),
            tau_days=taus,
            tau_weights=weights / weights.sum(),
            flare_sd=float(row["flare_sd"]),
            flare_days=float(row["flare_days"]),
            reading_sd=float(row["reading_sd"]),
            spread=float(_table()["spread"]),
            basis=row["basis"],
            sources=tuple(row["sources"]),
            mark=Mark(row["mark"]),
        )
    except (KeyError, ValueError) as error:
        raise CourseFileError(f"{where}: incomplete or malformed ({error}).") from error
    for key in course.sources:
        require_source(key, cited_in=where)
    positive = (course.flare_days, course.reading_sd, *taus, *sds)
    if len(taus) != len(weights) or min(positive) <= 0 or abs(row["correlation"]) >= 1:
        raise CourseFileError(f"{where}: spreads and times must be above 0.")
    for array in (course.mean, course.covariance, course.tau_days, course.tau_weights):
        array.flags.writeable = False
    return course
