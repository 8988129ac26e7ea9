"""Study-level results by question, from ``data/studies/*.toml``, pooled anew on each call."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from filiform.errors import DataFileError
from filiform.evidence.meta_analysis import (
    FEWEST_TO_POOL,
    Effect,
    Pooled,
    PoolingError,
    effect_from_interval,
    effect_from_people,
    log_risk_ratio,
    pool,
)
from filiform.evidence.sources import Mark, require_source


class StudyFileError(DataFileError):
    """A file of studies is incomplete; the message names the file and the study."""


@dataclass(frozen=True, slots=True)
class Study:
    """One study, or one review where a set shows reviews."""

    label: str
    effect: Effect
    printed_interval: tuple[float, float] | None
    """95 %, as the source prints it; printed intervals need not lie evenly about the estimate."""
    sources: tuple[str, ...]
    mark: Mark
    note: str
    formula: str

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval, the printed one where there is one."""
        return self.printed_interval or self.effect.interval


@dataclass(frozen=True, slots=True)
class Published:
    """The pooled values that a source prints, to check ours against."""

    model: str
    estimate: float
    low: float
    high: float
    tau2: float | None
    i2: float | None
    tolerance: float
    sources: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class StudySet:
    """Studies that answer one question, with what pooling them needs."""

    id: str
    title: str
    outcome: str
    metric: str
    lower_is_better: bool
    about_needling: bool
    """``False`` of a set that only checks the arithmetic."""
    complete: bool
    """Whether every study that the source holds is entered."""
    left_out: tuple[str, ...]
    why_not: str
    """Why these are never pooled; empty if they are."""
    studies: tuple[Study, ...]
    published: Published | None

    @property
    def pooled(self) -> Pooled | None:
        """All studies together; ``None`` if they are too few or not to be pooled."""
        if self.why_not or len(self.studies) < FEWEST_TO_POOL:
            return None
        return pool([study.effect for study in self.studies])

    @property
    def said_of_pooling(self) -> str:
        """Why there is no pooled value; empty if there is one."""
        if self.why_not:
            return f"Not pooled: {self.why_not[0].lower()}{self.why_not[1:]}"
        if len(self.studies) < FEWEST_TO_POOL:
            return (
                f"Not pooled: {len(self.studies)} studies are entered, and fewer than "
                f"{FEWEST_TO_POOL} are shown one by one."
            )
        return ""


@cache
def load_study_sets() -> Mapping[str, StudySet]:
    """Read every set of studies once, by id, read-only.

    Raises
    ------
    StudyFileError
        If a file is incomplete.
    """
    folder = files("filiform.evidence") / "data" / "studies"
    sets = (
        parse_study_set(path.read_text(encoding="utf-8"), file_name=path.name)
        for path in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if path.name.endswith(".toml")
    )
    return MappingProxyType({one.id: one for one in sets})


def parse_study_set(content: str, *, file_name: str) -> StudySet:
    """Check the content of one file and make its value.

    Raises
    ------
    StudyFileError
        As :func:`load_study_sets`.
    """
    try:
        table = tomllib.loads(content)
        published = table.get("published")
        why_not = "" if table["pool"] else table["why_not"]
        return StudySet(
            id=table["id"],
            title=table["title"],
            outcome=table["outcome"],
            metric=table["metric"],
            lower_is_better={"lower": True, "higher": False}[table["better"]],
            about_needling=table["about_needling"],
            complete=table.get("complete", True),
            left_out=tuple(table.get("left_out", ())),
            why_not=why_not,
            studies=tuple(_study(row, file_name) for row in table["study"]),
            published=_published(published, file_name) if published else None,
        )
    except tomllib.TOMLDecodeError as error:
        raise StudyFileError(f"{file_name}: not valid TOML: {error}") from error
    except KeyError as error:
        raise StudyFileError(f"{file_name}: {error.args[0]!r} is missing.") from error


def _study(row: Mapping[str, Any], file_name: str) -> Study:
    where = f"{file_name}: {row['label']}"
    try:
        if "events" in row:
            effect = log_risk_ratio(*row["events"])
        elif "people" in row:
            effect = effect_from_people(row["value"], row["people"])
        else:
            effect = effect_from_interval(row["value"], row["low"], row["high"])
    except (PoolingError, TypeError, ZeroDivisionError) as error:
        raise StudyFileError(f"{where}: {error}") from error
    sources, mark = _evidence(row, where)
    return Study(
        label=row["label"],
        effect=effect,
        printed_interval=(row["low"], row["high"]) if "low" in row else None,
        sources=sources,
        mark=mark,
        note=row.get("note", ""),
        formula=row.get("formula", ""),
    )


def _published(row: Mapping[str, Any], file_name: str) -> Published:
    sources, mark = _evidence(row, f"{file_name}: published")
    return Published(
        model=row["model"],
        estimate=row["estimate"],
        low=row["low"],
        high=row["high"],
        tau2=row.get("tau2"),
        i2=row.get("i2"),
        tolerance=row["tolerance"],
        sources=sources,
        mark=mark,
    )


def _evidence(row: Mapping[str, Any], where: str) -> tuple[tuple[str, ...], Mark]:
    sources = tuple(row["sources"])
    for key in sources:
        require_source(key, cited_in=where)
    mark = Mark(row["mark"])
    if not sources or (mark is Mark.DERIVED and not row.get("formula")):
        raise StudyFileError(f"{where}: a study names its source, and a derived one its formula.")
    return sources, mark


def disagreements(studies: StudySet) -> tuple[str, ...]:
    """Say where our pooled values miss those that the source prints; empty if they agree."""
    printed = studies.published
    if printed is None:
        return ()
    ours = pool([study.effect for study in studies.studies], model=printed.model)
    pairs = [
        ("estimate", ours.estimate, printed.estimate, printed.tolerance),
        ("lower end", ours.wald_interval[0], printed.low, printed.tolerance),
        ("upper end", ours.wald_interval[1], printed.high, printed.tolerance),
    ]
    if printed.tau2 is not None:
        pairs.append(("tau²", ours.tau2, printed.tau2, printed.tolerance))
    if printed.i2 is not None:
        pairs.append(("I²", ours.i2, printed.i2, 100 * printed.tolerance))
    return tuple(
        f"{name} is {value:.4f}, printed {expected:.4f}"
        for name, value, expected, tolerance in pairs
        if abs(value - expected) > tolerance
    )
