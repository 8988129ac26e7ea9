"""Outcome measures and their figures, read from ``data/*.toml``, one file a measure."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import NormalDist
from types import MappingProxyType
from typing import Any

from filiform.evidence import Mark, UnknownSourceError, require_source
from filiform.outcomes.errors import MeasureFileError, UnknownMeasureError, UnknownQuestionKindError

Z90 = NormalDist().inv_cdf(0.95)
"""The two-sided 90 % point of the normal distribution, 1.645."""
ROUNDING = 0.005


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with the people it was found in and its sources."""

    value: float
    population: str
    sources: tuple[str, ...]
    mark: Mark
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Caveat:
    """A sentence that a reader of the scores needs, with its sources."""

    text: str
    sources: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class OutcomeMeasure:
    """An instrument: its range, its error and what a change on it means."""

    id: str
    name: str
    unit: str
    lowest: float
    highest: float
    step: float
    higher_is_better: bool
    questions: Mapping[str, str]
    """Kinds of question by id, with the wording; they are never mixed in one series."""
    sem: Figure
    """Standard error of measurement of one score."""
    mcid: Figure
    """Smallest change that people find important, in points."""
    mcid_relative: Figure | None
    """The same as a share of the first score; both rules must hold for a clear verdict."""
    recovered: Figure | None
    """The score of people who call themselves recovered."""
    within_visit: Caveat | None

    @property
    def mdc90(self) -> float:
        """Change that exceeds the error of two single scores in 90 of 100 unchanged people.

        ``z(0.95) × √2 × SEM``: a change has the error of both its scores.
        """
        return Z90 * math.sqrt(2) * self.sem.value

    @property
    def best(self) -> float:
        """The best score there is."""
        return self.highest if self.higher_is_better else self.lowest

    @property
    def worst(self) -> float:
        """The worst score there is."""
        return self.lowest if self.higher_is_better else self.highest


@cache
def load_measures() -> Mapping[str, OutcomeMeasure]:
    """Read every packaged measure once, by id, read-only.

    Raises
    ------
    MeasureFileError
        If a file breaks a rule; the message names the file and the key.
    """
    folder = files("filiform.outcomes") / "data"
    measures = (
        parse_measure(path.read_text(encoding="utf-8"), file_name=path.name)
        for path in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if path.name.endswith(".toml")
    )
    return MappingProxyType({measure.id: measure for measure in measures})


def require_measure(measure_id: str) -> OutcomeMeasure:
    """Return a measure by its id.

    Raises
    ------
    UnknownMeasureError
        If no data file holds it.
    """
    try:
        return load_measures()[measure_id]
    except KeyError:
        raise UnknownMeasureError(
            f"The measure came as {measure_id!r}; expected one of {', '.join(load_measures())}."
        ) from None


def require_question(measure: OutcomeMeasure, question: str) -> str:
    """Return the wording of a kind of question.

    Raises
    ------
    UnknownQuestionKindError
        If the measure does not ask it.
    """
    try:
        return measure.questions[question]
    except KeyError:
        raise UnknownQuestionKindError(
            f"{measure.id}: the kind of question came as {question!r}; "
            f"expected one of {', '.join(measure.questions)}."
        ) from None


def parse_measure(content: str, *, file_name: str) -> OutcomeMeasure:
    """Check the content of one measure file and make its value.

    Raises
    ------
    MeasureFileError
        As :func:`load_measures`.
    """
    try:
        table = tomllib.loads(content)
        measure = _measure(table, file_name)
    except tomllib.TOMLDecodeError as error:
        raise MeasureFileError(f"{file_name}: not valid TOML: {error}") from error
    except UnknownSourceError:
        raise  # a KeyError as well, but one that already says what is missing
    except KeyError as error:
        raise MeasureFileError(f"{file_name}: {error.args[0]!r} is missing.") from error
    _require_sense(measure, table["mdc90"]["value"], file_name)
    return measure


def _measure(table: Mapping[str, Any], file_name: str) -> OutcomeMeasure:
    _figure(table, "mdc90", file_name)
    return OutcomeMeasure(
        id=table["id"],
        name=table["name"],
        unit=table["unit"],
        lowest=table["lowest"],
        highest=table["highest"],
        step=table["step"],
        higher_is_better=table["higher_is_better"],
        questions=MappingProxyType(dict(table["questions"])),
        sem=_figure(table, "sem", file_name),
        mcid=_figure(table, "mcid", file_name),
        mcid_relative=_optional_figure(table, "mcid_relative", file_name),
        recovered=_optional_figure(table, "recovered", file_name),
        within_visit=_caveat(table, "within_visit", file_name),
    )


def _figure(table: Mapping[str, Any], key: str, file_name: str) -> Figure:
    entry = table[key]
    sources, mark = _evidence(entry, f"{file_name}: {key}")
    return Figure(
        value=float(entry["value"]),
        population=entry["population"],
        sources=sources,
        mark=mark,
        formula=entry.get("formula", ""),
    )


def _optional_figure(table: Mapping[str, Any], key: str, file_name: str) -> Figure | None:
    return _figure(table, key, file_name) if key in table else None


def _caveat(table: Mapping[str, Any], key: str, file_name: str) -> Caveat | None:
    if key not in table:
        return None
    sources, mark = _evidence(table[key], f"{file_name}: {key}")
    return Caveat(text=table[key]["text"], sources=sources, mark=mark)


def _evidence(entry: Mapping[str, Any], where: str) -> tuple[tuple[str, ...], Mark]:
    sources = tuple(entry["sources"])
    for key in sources:
        require_source(key, cited_in=f"{where}.sources")
    try:
        mark = Mark(entry["mark"])
    except ValueError as error:
        raise MeasureFileError(f"{where}.mark came as {entry['mark']!r}.") from error
    if mark in (Mark.VERIFIED, Mark.DERIVED) and not sources:
        raise MeasureFileError(f"{where}.mark is {mark}, but no source is named.")
    if mark is Mark.DERIVED and not entry.get("formula"):
        raise MeasureFileError(f"{where}.formula is missing: a derived figure shows its formula.")
    return sources, mark


def _require_sense(measure: OutcomeMeasure, printed_mdc90: float, file_name: str) -> None:
    if not measure.lowest < measure.highest or measure.step <= 0:
        raise MeasureFileError(f"{file_name}: lowest, highest and step describe no scale.")
    if not measure.questions:
        raise MeasureFileError(f"{file_name}: questions is empty; name at least one.")
    if measure.sem.value <= 0 or measure.mcid.value <= 0:
        raise MeasureFileError(f"{file_name}: sem.value and mcid.value must be above 0.")
    if abs(measure.mdc90 - printed_mdc90) > ROUNDING:
        raise MeasureFileError(
            f"{file_name}: mdc90.value came as {printed_mdc90}, but z(0.95) × √2 × SEM is "
            f"{measure.mdc90:.3f}. Check that the printed value is of a change, at 90 %."
        )
