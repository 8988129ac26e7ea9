"""The drawings of an episode over time: their measures, their trends, two of them compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from filiform.body import (
    DrawingMeasures,
    PaintChange,
    WidespreadPain,
    compare_areas,
    load_wpi,
    measure_drawing,
    overlap,
    widespread_pain,
)
from filiform.clinic.drawings.mapping import Drawn, drawn_of
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.drawings.pictures import (
    Figure,
    compared_figures,
    figures_of,
    painted_areas,
    views_for,
)

SPARK_WIDTH, SPARK_HEIGHT, SPARK_INSET = 120.0, 32.0, 5.0
WORDS_BY_CHANGE = {
    PaintChange.NEW: "new",
    PaintChange.STRONGER: "stronger",
    PaintChange.SAME: "the same",
    PaintChange.WEAKER: "weaker",
    PaintChange.GONE: "gone",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One drawing of the row: its charts and its measures."""

    record: DrawingRecord
    drawn: Drawn
    figures: tuple[Figure, ...]
    measures: DrawingMeasures
    widespread: WidespreadPain
    overlap_before: float | None
    """With the drawing before it, 0 to 1; None for the first."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One measure over all drawings.

    Parameters
    ----------
    values
        In words, one for each drawing; a dash where it does not exist.
    line
        SVG path through the values that exist; empty with fewer than two.
    last
        Where the last of them stands.
    """

    name: str
    note: str
    values: tuple[str, ...]
    line: str
    last: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class ComparedArea:
    """One line of the comparison, in words."""

    label: str
    side: str
    before: int | None
    after: int | None
    change: str
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two drawings held against each other."""

    before: DrawingRecord
    after: DrawingRecord
    figures: tuple[Figure, ...]
    areas: tuple[ComparedArea, ...]
    counts: tuple[tuple[str, str, int], ...]
    """Each change with its words and the number of areas."""
    overlap: float | None

    @property
    def in_both(self) -> str:
        """How much of the painted skin is painted in both, as a percentage."""
        return "" if self.overlap is None else f"{self.overlap:.0%}".replace("%", " %")


@dataclass(frozen=True, slots=True)
class DrawingCourse:
    """All drawings of an episode, oldest first."""

    drawings: tuple[Measured, ...]
    trends: tuple[Trend, ...]
    comparison: Comparison | None

    @property
    def base(self) -> tuple[Figure, ...]:
        """The views that the page needs; their figures are put once and used by every drawing."""
        return self.drawings[0].figures if self.drawings else ()

    @property
    def choices(self) -> tuple[tuple[str, str, UUID], ...]:
        """The two choices of the comparison: field, label, chosen drawing."""
        if self.comparison is None:
            return ()
        return (
            ("before", "Earlier drawing", self.comparison.before.pk),
            ("after", "Later drawing", self.comparison.after.pk),
        )


def course_of(
    records: Sequence[DrawingRecord], *, before: UUID | None = None, after: UUID | None = None
) -> DrawingCourse:
    """Return the course of some drawings of one episode.

    Parameters
    ----------
    records
        Oldest first.
    before, after
        Which two to compare; the first and the last where omitted or not among them.
    """
    all_drawn = [drawn_of(record) for record in records]
    views = views_for(painted_areas(all_drawn))
    earlier: tuple[Drawn | None, ...] = (None, *all_drawn)[: len(all_drawn)]
    measured = tuple(
        Measured(
            record=record,
            drawn=each,
            figures=figures_of(each, views),
            measures=measure_drawing(each.skin),
            widespread=widespread_pain(each.skin),
            overlap_before=overlap(previous.skin, each.skin) if previous else None,
        )
        for record, previous, each in zip(records, earlier, all_drawn, strict=True)
    )
    by_id: dict[UUID | None, Measured] = {each.record.pk: each for each in measured}
    compared = None
    if len(measured) > 1:
        first = by_id.get(before, measured[0])
        last = by_id.get(after, measured[-1])
        compared = _compared(first, last, views)
    return DrawingCourse(measured, _trends(measured), compared)


def _compared(before: Measured, after: Measured, views: Sequence[str]) -> Comparison:
    changes = compare_areas(before.drawn.areas, after.drawn.areas)
    areas = tuple(
        ComparedArea(
            label=change.area.label,
            side=change.area.side.value,
            before=change.before,
            after=change.after,
            change=change.change.value,
            words=WORDS_BY_CHANGE[change.change],
        )
        for kind in PaintChange
        for change in changes
        if change.change is kind
    )
    return Comparison(
        before=before.record,
        after=after.record,
        figures=compared_figures(before.drawn, after.drawn, views),
        areas=areas,
        counts=tuple(
            (kind.value, WORDS_BY_CHANGE[kind], sum(area.change == kind.value for area in areas))
            for kind in PaintChange
        ),
        overlap=overlap(before.drawn.skin, after.drawn.skin),
    )


def _trends(drawings: Sequence[Measured]) -> tuple[Trend, ...]:
    areas, regions = len(load_wpi().codes), len({c.region for c in load_wpi().codes if c.region})
    rows: tuple[tuple[str, str, Callable[[Measured], float | None], str], ...] = (
        ("Extent", "% of the skin of the standard figure", _extent, "{:.1f}"),
        ("Patches", "separate places", lambda m: m.measures.patch_count, "{:.0f}"),
        ("Widespread areas", f"of {areas}, drawing-derived WPI", _wpi_areas, "{:.0f}"),
        ("Widespread regions", f"of {regions}, drawing-derived WPI", _wpi_regions, "{:.0f}"),
        ("Laterality", "−1 all right, +1 all left", lambda m: m.measures.laterality, "{:+.2f}"),
        ("Mean intensity", "1 to 10", lambda m: m.measures.mean_intensity, "{:.1f}"),
        ("Sum of intensity", "% × intensity", lambda m: m.measures.sum_intensity, "{:.1f}"),
        ("Overlap with the one before", "0 to 1", lambda m: m.overlap_before, "{:.2f}"),
    )
    return tuple(
        _trend(name, note, [value(each) for each in drawings], form)
        for name, note, value, form in rows
    )


def _extent(each: Measured) -> float:
    return each.measures.extent_percent


def _wpi_areas(each: Measured) -> float:
    return each.widespread.index


def _wpi_regions(each: Measured) -> float:
    return each.widespread.region_count


def _trend(name: str, note: str, values: Sequence[float | None], form: str) -> Trend:
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    words = tuple(
        "–" if value is None else form.format(value).replace("-", "−") for value in values
    )
    if len(known) < 2:
        return Trend(name, note, words, "", None)
    low, high = min(value for _, value in known), max(value for _, value in known)
    across = (SPARK_WIDTH - 2 * SPARK_INSET) / max(len(values) - 1, 1)
    up = (SPARK_HEIGHT - 2 * SPARK_INSET) / ((high - low) or 1)
    lowest = SPARK_HEIGHT - SPARK_INSET if high > low else SPARK_HEIGHT / 2
    points = [(SPARK_INSET + place * across, lowest - (value - low) * up) for place, value in known]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return Trend(name, note, words, line, points[-1])
