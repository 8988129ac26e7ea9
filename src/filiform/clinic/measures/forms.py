"""The quick entry of one visit: one row for each thing measured, doubts asked once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django import forms

from filiform.clinic.measures.actions import Entry
from filiform.errors import FiliformError
from filiform.outcomes import Reading, Scored, Series, score_trials
from filiform.outcomes.doubts import Doubt, doubts_about
from filiform.outcomes.in_units import in_instrument_unit, units_of
from filiform.outcomes.rows import MeasureRow, load_rows
from filiform.outcomes.scoring import require_in_range

SIDES = (("left", "Left"), ("right", "Right"))
MOST_ROWS = 40
PAIN_ROWS = ("pain_now", "pain_least", "pain_worst", "pain_average")


@dataclass
class RowEntry:
    """One row of the form as it stands, with what is wrong or doubtful about it."""

    index: int
    row: MeasureRow
    side: str = ""
    unit: str = ""
    id: str = ""
    trials: list[str] = field(default_factory=list)
    device: str = ""
    last: str = ""
    """The last value of this series, to be seen while the new one is entered."""
    problem: str = ""
    doubts: tuple[Doubt, ...] = ()
    sure: bool = False

    @property
    def prefix(self) -> str:
        """Start of the names of the fields of this row."""
        return f"r{self.index}"

    @property
    def units(self) -> tuple[str, ...]:
        """Units in which the row may be entered."""
        return units_of(self.row.kind)

    @property
    def choices(self) -> tuple[int, ...]:
        """Whole numbers to tap, of a pain scale."""
        return tuple(range(11)) if self.row.group == "pain" else ()

    @property
    def chosen(self) -> int | None:
        """The number that is tapped."""
        text = self.trials[0] if self.trials else ""
        return int(text) if text.isdigit() else None

    @property
    def numbered(self) -> list[tuple[int, str]]:
        """Trials with their number, from 1."""
        return list(enumerate(self.trials, start=1))

    @property
    def by_phone(self) -> bool:
        """Whether a phone can measure it as an inclinometer."""
        return self.row.kind.unit == "deg"


class VisitEntry:
    """Everything entered for one visit.

    Parameters
    ----------
    rows
        Rows to show: the pain rows, what was measured before, and what was added.
    """

    def __init__(self, rows: list[RowEntry]) -> None:
        self.rows = rows
        self.entries: list[Entry] = []

    @classmethod
    def blank(
        cls, earlier: Sequence[Reading], asked: Sequence[tuple[str, str]] = ()
    ) -> "VisitEntry":
        """Return the form before anything is entered: pain, and what was measured before."""
        wanted = [(name, "") for name in PAIN_ROWS]
        wanted += [pair for pair in _measured(earlier) if pair not in wanted]
        return cls(
            [
                _blank(index, load_rows()[name], side, earlier)
                for index, (name, side) in enumerate(wanted[:MOST_ROWS])
            ]
        )

    @classmethod
    def sent(
        cls, data: Mapping[str, str], earlier: Sequence[Reading], *, at: datetime, rater: str
    ) -> "VisitEntry":
        """Read what was sent; a row without any number was not measured and is left out."""
        rows = []
        for index in range(MOST_ROWS):
            name = data.get(f"r{index}-row", "")
            if name not in load_rows():
                continue
            row = load_rows()[name]
            rows.append(
                RowEntry(
                    index,
                    row,
                    side=data.get(f"r{index}-side", ""),
                    unit=data.get(f"r{index}-unit", ""),
                    id=data.get(f"r{index}-id", ""),
                    trials=[
                        data.get(f"r{index}-t{number}", "").strip()
                        for number in range(1, row.trials + 1)
                    ],
                    device=data.get(f"r{index}-device", "")[:60],
                    last=_last(earlier, row.series(data.get(f"r{index}-side", ""))),
                    sure=data.get(f"r{index}-sure") == "yes",
                )
            )
        form = cls(rows)
        for entry in rows:
            form._read(entry, earlier, at, rater)
        form._refuse_twins()
        return form

    def add(self, name: str, side: str, earlier: Sequence[Reading]) -> None:
        """Put one more empty row under those that are there."""
        row = load_rows()[name]
        index = max((entry.index for entry in self.rows), default=-1) + 1
        if index < MOST_ROWS:
            self.rows.append(_blank(index, row, side if row.sides else "", earlier))

    @property
    def is_valid(self) -> bool:
        """Whether every row that holds a number is a reading without an open question."""
        return not any(row.problem or (row.doubts and not row.sure) for row in self.rows)

    @property
    def asks(self) -> bool:
        """Whether a value is to be looked at once more."""
        return any(row.doubts and not row.sure for row in self.rows)

    def _read(self, entry: RowEntry, earlier: Sequence[Reading], at: datetime, rater: str) -> None:
        if not any(entry.trials):
            return
        try:
            scored, trials = _value(entry)
            if scored.value is None:
                entry.problem = f"{scored.reason.capitalize()}; nothing was kept of this row."
                return
            if entry.row.sides and entry.side not in dict(SIDES):
                entry.problem = "Choose the side."
                return
            reading = Reading(
                series=entry.row.series(entry.side),
                value=scored.value,
                at=at,
                scale=entry.row.kind.scale,
                device=entry.device,
                rater=rater if entry.row.kind.kind != "questionnaire" else "",
            )
            entry.doubts = doubts_about(reading, earlier, entry.row)
            confirmed = tuple(doubt.code for doubt in entry.doubts) if entry.sure else ()
            self.entries.append(Entry(UUID(entry.id), reading, trials, entry.unit, confirmed))
        except FiliformError as error:
            entry.problem = str(error)
        except ValueError:
            entry.problem = "Write numbers, with a decimal point."

    def _refuse_twins(self) -> None:
        seen: set[Series] = set()
        for entry in self.rows:
            series = entry.row.series(entry.side)
            if any(entry.trials) and series in seen:
                entry.problem = "This was entered twice."
            if any(entry.trials):
                seen.add(series)


def _blank(index: int, row: MeasureRow, side: str, earlier: Sequence[Reading]) -> RowEntry:
    """Return an empty row, with the unit, the last value and the device of before."""
    series = row.series(side)
    last = max((r for r in earlier if r.series == series), key=lambda r: r.at, default=None)
    return RowEntry(
        index,
        row,
        side=side,
        unit=units_of(row.kind)[0],
        id=str(uuid4()),
        trials=[""] * row.trials,
        device=last.device if last else "",
        last=_last(earlier, series),
    )


def _value(entry: RowEntry) -> tuple[Scored, tuple[float | None, ...]]:
    kind = entry.row.kind
    trials = tuple(
        in_instrument_unit(float(text), entry.unit, kind) if text else None for text in entry.trials
    )
    if kind.scoring.trials:
        return score_trials(kind, trials), trials
    (only,) = trials
    return Scored("total", None if only is None else require_in_range(kind, only), 1, 1), trials


def _measured(earlier: Sequence[Reading]) -> list[tuple[str, str]]:
    """Return the rows measured before, each side once, the last measured ones first."""
    names = {(row.instrument, row.part): row.id for row in load_rows().values()}
    found = []
    for reading in sorted(earlier, key=lambda r: r.at, reverse=True):
        name = names.get((reading.series.instrument, reading.series.part))
        if name and (name, reading.series.side) not in found:
            found.append((name, reading.series.side))
    return found


def _last(earlier: Sequence[Reading], series: Series) -> str:
    last = max((r for r in earlier if r.series == series), key=lambda r: r.at, default=None)
    return "" if last is None else f"{last.value:.4g}"


class GoalForm(forms.Form):
    """One goal in the patient's words, and the one outcome that will tell."""

    words = forms.CharField(
        label="Goal, in the patient's words", max_length=200, widget=forms.TextInput()
    )
    row = forms.ChoiceField(label="Primary outcome: the one that will tell")
    side = forms.ChoiceField(label="Side", choices=[("", "no side"), *SIDES], required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        judged = [row for row in load_rows().values() if row.kind.judgement(row.part)]
        self.fields["row"].choices = [(row.id, row.label) for row in judged]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """A measure with sides needs one, one without has none."""
        cleaned = super().clean() or {}
        row = load_rows().get(cleaned.get("row", ""))
        if row and row.sides and not cleaned.get("side"):
            self.add_error("side", "Choose the side.")
        return cleaned


class CorrectForm(forms.Form):
    """The value that should have been entered, in the unit of the instrument."""

    value = forms.FloatField(label="Value")


class ImportForm(forms.Form):
    """A CSV file of readings."""

    file = forms.FileField(label="CSV file")
