"""What can be measured at a visit, from ``data/rows/rows.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from filiform.evidence import Mark, require_source
from filiform.outcomes.errors import InstrumentFileError, UnknownInstrumentError
from filiform.outcomes.instrument import Instrument
from filiform.outcomes.instrument_file import require_instrument
from filiform.outcomes.reading import Series

FILE = "rows/rows.toml"
GROUPS = ("pain", "motion", "pressure", "strength", "test", "questionnaire")


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One thing to measure: an instrument with its part, in words a clinician uses."""

    id: str
    label: str
    instrument: str
    part: str
    group: str
    sides: bool
    """Whether left and right are two series."""
    judged: bool
    """Whether a change of it is judged; soreness is a variable of its own and is only shown."""
    usual: float | None
    """Usual value of a healthy adult, in the unit of the instrument; ``None`` if not known."""
    sources: tuple[str, ...]
    mark: Mark

    def series(self, side: str = "") -> Series:
        """Return the series of one side."""
        return Series(self.instrument, self.part, side if self.sides else "")

    @property
    def kind(self) -> Instrument:
        """The instrument."""
        return require_instrument(self.instrument)

    @property
    def trials(self) -> int:
        """How many trials there are room for."""
        rule = self.kind.scoring.trials
        return rule.number if rule else 1


@dataclass(frozen=True, slots=True)
class DoubtRules:
    """From when on a value is asked about; proposals all."""

    beyond_usual: float
    """Share of the usual value."""
    fastest_per_day: float
    """Degrees of a joint within one day."""


@cache
def load_rows() -> Mapping[str, MeasureRow]:
    """Read the rows once, by id, read-only, in the order of the file.

    Raises
    ------
    InstrumentFileError
        If a row is incomplete or belongs to no instrument.
    """
    rows = [_row(row) for row in _table()["row"]]
    return MappingProxyType({row.id: row for row in rows})


@cache
def load_doubt_rules() -> DoubtRules:
    """Read from when on a value is asked about."""
    table = _table()["doubt"]
    return DoubtRules(float(table["beyond_usual"]), float(table["fastest_per_day"]))


def row_of(series: Series) -> MeasureRow:
    """Return the row that a series belongs to.

    Raises
    ------
    UnknownInstrumentError
        If there is none.
    """
    for row in load_rows().values():
        if (row.instrument, row.part) == (series.instrument, series.part):
            return row
    raise UnknownInstrumentError(f"No row measures {series.instrument}, {series.part}.")


@cache
def _table() -> Mapping[str, Any]:
    content = (files("filiform.outcomes") / "data" / FILE).read_text(encoding="utf-8")
    return tomllib.loads(content)


def _row(row: Mapping[str, Any]) -> MeasureRow:
    try:
        made = MeasureRow(
            id=row["id"],
            label=row["label"],
            instrument=row["instrument"],
            part=row["part"],
            group=row["group"],
            sides=row["sides"],
            judged=row.get("judged", True),
            usual=row.get("usual"),
            sources=tuple(row["sources"]),
            mark=Mark(row["mark"]),
        )
    except (KeyError, ValueError) as error:
        raise InstrumentFileError(f"{FILE}: {row.get('id')}: {error} is missing.") from error
    require_instrument(made.instrument)
    for key in made.sources:
        require_source(key, cited_in=f"{FILE}: {made.id}")
    if made.group not in GROUPS:
        raise InstrumentFileError(f"{FILE}: {made.id}: group came as {made.group!r}.")
    return made
