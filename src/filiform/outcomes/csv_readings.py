"""Readings from a CSV file: every row is taken or named with its line and what is wrong."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from filiform.errors import FiliformError
from filiform.outcomes.errors import AnswerError
from filiform.outcomes.in_units import in_instrument_unit, units_of
from filiform.outcomes.reading import Reading
from filiform.outcomes.rows import MeasureRow, load_rows
from filiform.outcomes.scoring import require_in_range

NEEDED = ("measured_at", "measure", "value", "unit")
OPTIONAL = ("side", "device", "rater")
SIDES = ("left", "right")
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One line of the file, as a reading or with the reason why it is none."""

    line: int
    """As a spreadsheet counts it; the heading is line 1."""
    cells: tuple[str, ...]
    reading: Reading | None
    problem: str


@dataclass(frozen=True, slots=True)
class CsvPreview:
    """A file before anything of it is kept."""

    rows: tuple[CsvRow, ...]
    problem: str
    """What is wrong with the file as a whole; empty otherwise."""

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What would be kept."""
        return tuple(row.reading for row in self.rows if row.reading)

    @property
    def problems(self) -> tuple[CsvRow, ...]:
        """The lines that would not."""
        return tuple(row for row in self.rows if row.problem)

    @property
    def may_be_kept(self) -> bool:
        """Whether every line is a reading: a file is kept whole or not at all."""
        return bool(self.rows) and not self.problem and not self.problems


def preview_csv(content: str, *, zone: tzinfo, now: datetime) -> CsvPreview:
    """Read a CSV file without keeping anything.

    Parameters
    ----------
    content
        Heading ``measured_at, measure, value, unit`` and, as needed, ``side, device, rater``;
        times as ``2026-03-02 09:30``, measures as ids of rows.
    zone
        Time zone of times that carry none.
    now
        A reading cannot lie after this.
    """
    table = csv.reader(io.StringIO(content.lstrip("\ufeff")))
    heading = [name.strip().lower() for name in next(table, [])]
    if missing := [name for name in NEEDED if name not in heading]:
        return CsvPreview((), f"The heading lacks {', '.join(missing)}.")
    if strange := [name for name in heading if name not in (*NEEDED, *OPTIONAL)]:
        return CsvPreview((), f"The heading has {strange[0]!r}, which is no column of a reading.")
    lines = [(table.line_num, cells) for cells in table if any(cell.strip() for cell in cells)]
    if not lines or len(lines) > MOST_ROWS:
        return CsvPreview((), f"{len(lines)} lines came; expected 1 to {MOST_ROWS}.")
    rows = [_row(line, cells, heading, zone, now) for line, cells in lines]
    return CsvPreview(tuple(_one_unit_each(_no_twins(rows), heading)), "")


def _row(
    line: int, cells: Sequence[str], heading: Sequence[str], zone: tzinfo, now: datetime
) -> CsvRow:
    kept = tuple(cells)
    if len(cells) != len(heading):
        problem = f"{len(cells)} cells, expected {len(heading)}"
        return CsvRow(line, kept, None, problem)
    by_name = {name: cell.strip() for name, cell in zip(heading, cells, strict=True)}
    try:
        return CsvRow(line, kept, _reading(by_name, zone, now), "")
    except FiliformError as error:
        return CsvRow(line, kept, None, str(error))


def _reading(cells: dict[str, str], zone: tzinfo, now: datetime) -> Reading:
    row = _measure(cells["measure"])
    side = cells.get("side", "")
    if row.sides and side not in SIDES:
        raise AnswerError(f"the side came as {side!r}; expected left or right")
    if not row.sides and side:
        raise AnswerError(f"{row.label} has no sides; leave the side empty")
    return Reading(
        series=row.series(side),
        value=_value(cells["value"], cells["unit"], row),
        at=_time(cells["measured_at"], zone, now),
        scale=row.kind.scale,
        device=cells.get("device", ""),
        rater=cells.get("rater", ""),
    )


def _measure(name: str) -> MeasureRow:
    try:
        return load_rows()[name]
    except KeyError:
        raise AnswerError(f"the measure came as {name!r}, which is not known") from None


def _value(text: str, unit: str, row: MeasureRow) -> float:
    if not text:
        raise AnswerError("the value is empty; leave out a reading that was not taken")
    if "," in text:
        raise AnswerError(f"the value came as {text!r}; write a decimal point")
    try:
        number = float(text)
    except ValueError:
        raise AnswerError(f"the value came as {text!r}; expected a number") from None
    if not unit:
        expected = ", ".join(units_of(row.kind))
        raise AnswerError(f"the unit is empty; write one of {expected}")
    return require_in_range(row.kind, in_instrument_unit(number, unit, row.kind))


def _time(text: str, zone: tzinfo, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise AnswerError(f"the time came as {text!r}; write it as 2026-03-02 09:30") from None
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    if at > now:
        raise AnswerError(f"the time {text} lies in the future")
    return at


def _no_twins(rows: Iterable[CsvRow]) -> list[CsvRow]:
    """Name a line that repeats an earlier one: same series, same time."""
    seen: dict[tuple[object, datetime], int] = {}
    out = []
    for row in rows:
        if row.reading:
            key = (row.reading.series, row.reading.at)
            if key in seen:
                row = CsvRow(row.line, row.cells, None, f"repeats line {seen[key]}")
            else:
                seen[key] = row.line
        out.append(row)
    return out


def _one_unit_each(rows: Sequence[CsvRow], heading: Sequence[str]) -> list[CsvRow]:
    """Name every line of a measure whose unit changes within the file."""
    measure, unit = heading.index("measure"), heading.index("unit")
    units: dict[str, set[str]] = {}
    for row in rows:
        if row.reading:
            units.setdefault(row.cells[measure].strip(), set()).add(row.cells[unit].strip())
    out = []
    for row in rows:
        name = row.cells[measure].strip() if row.reading else ""
        if len(units.get(name, ())) > 1:
            mixed = " and ".join(sorted(units[name]))
            problem = f"{name} comes in {mixed} in this file; use one unit for all its lines"
            row = CsvRow(row.line, row.cells, None, problem)
        out.append(row)
    return out
