"""What an outcome instrument is: its scale, scoring, licence, error and meaning, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from filiform.evidence import Mark
from filiform.outcomes.errors import UnknownPartError


class Better(StrEnum):
    """Which way a scale runs."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"
    """A load or a description: there is no better."""


class Ship(StrEnum):
    """Whether the words of an instrument's items may stand in this repository."""

    YES = "yes"
    STRUCTURE = "structure"
    """Only the number of answers; the words are ours."""
    ASK = "ask"
    """Not before its owner has agreed: entered as a total."""
    NO = "no"
    """Entered as a total from the form that the clinic brings."""


@dataclass(frozen=True, slots=True)
class Trials:
    """How several trials of one test make one value."""

    number: int
    needed: int
    use: str
    """``mean``, ``highest`` or ``lowest``."""


@dataclass(frozen=True, slots=True)
class Part:
    """A group of items that makes a score of its own; ``total`` where there is but one."""

    id: str
    items: tuple[int, ...]
    """Numbers of its items on the form, from 1."""
    lowest: tuple[float, ...]
    """Lowest answer of each item."""
    highest: tuple[float, ...]
    allowed: tuple[float, ...]
    """Answers that exist; empty where every whole number between the ends does."""
    reversed_items: tuple[int, ...]
    formula: str
    """``sum``, ``mean``, ``percent`` of the span, or ``percent_inverted``."""
    needed: int
    """Answers needed for a score."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """How answers or trials make a score, and what is done about missing ones."""

    text: str
    missing: str
    parts: tuple[Part, ...]
    total: str | None
    """``mean`` where a total is the mean of the parts."""
    trials: Trials | None
    sources: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Licence:
    """What the owner of the items allows."""

    status: str
    ship: Ship
    note: str
    sources: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Code:
    """A LOINC code of the instrument."""

    code: str
    what: str
    sources: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure of reliability, error or meaning.

    Exactly one of ``value``, ``between`` and ``relative`` is the figure; an MCID may carry a
    relative rule beside its value.
    """

    part: str
    statistic: str
    """``icc``, ``sem``, ``mdc``, ``mcid`` and the like."""
    value: float | None
    between: tuple[float, float] | None
    """Lowest and highest over the sites, raters or studies that the source reports."""
    relative: float | None
    """Share of the first score, 0 to 1."""
    level: float | None
    """Confidence level of an MDC; ``None`` where the source does not say."""
    interval: tuple[float, float] | None
    anchor: str
    """What told the improved from the others; of an MCID only."""
    population: str
    unit: str
    scale: str
    note: str
    formula: str
    sources: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Judgement:
    """The error and the meaning that a verdict uses unless the clinic sets its own.

    All in the unit of the scale. Every default is a proposal.
    """

    part: str
    sem: float | None
    """Standard error of one score; ``None`` where only a share is known."""
    sem_relative: float | None
    """The same as a share of the mean of two scores; the larger of both counts."""
    sem_other_rater: float | None
    mcid: float | None
    """``None`` where no accepted value exists: the verdict then speaks of error only."""
    mcid_relative: float | None
    basis: str
    sources: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Instrument:
    """One outcome instrument with everything a reader of its scores needs."""

    id: str
    name: str
    domain: str
    kind: str
    scale: str
    """Id of this version of the scale, as ``ndi_50``; scores of two scales are never compared."""
    unit: str
    lowest: float
    highest: float
    plausible_only: bool
    """Whether the range is one of plausible values rather than the ends of a scale."""
    step: float | None
    better: Better
    scoring: Scoring
    licence: Licence
    loinc: tuple[Code, ...]
    published: tuple[Published, ...]
    judgements: Mapping[str, Judgement]
    """By part; empty where no change is judged."""
    recovered: Published | None

    @property
    def sign(self) -> int:
        """1 if higher is better, −1 if lower, 0 if there is no better."""
        return {Better.HIGHER: 1, Better.LOWER: -1, Better.NEITHER: 0}[self.better]

    @property
    def best(self) -> float | None:
        """The best score, of a scale with ends; ``None`` otherwise."""
        if self.plausible_only or not self.sign:
            return None
        return self.highest if self.sign > 0 else self.lowest

    def judgement(self, part: str = "total") -> Judgement | None:
        """Return the default of a part, that of the whole where the part has none of its own.

        ``None`` if no change of the instrument is judged.
        """
        return self.judgements.get(part) or self.judgements.get("total")

    def grid(self, part: str = "total") -> float:
        """Return the smallest difference between two usual scores; 0 of a continuous scale."""
        if self.step is not None:
            return self.step
        spans = {
            known.id: (sum(known.highest) - sum(known.lowest), known.formula)
            for known in self.scoring.parts
        }
        if part not in spans:  # a total that is the mean of its parts
            return max((100 / span for span, _ in spans.values()), default=0.0) / max(len(spans), 1)
        span, formula = spans[part]
        return 1.0 if formula == "sum" else 100 / span

    def figures(self, statistic: str) -> tuple[Published, ...]:
        """Return the published figures of one kind, as ``mcid``."""
        return tuple(figure for figure in self.published if figure.statistic == statistic)

    def require_part(self, part: str) -> Part:
        """Return a group of items.

        Raises
        ------
        UnknownPartError
            If the instrument is not scored from items or has no such group.
        """
        for known in self.scoring.parts:
            if known.id == part:
                return known
        names = ", ".join(known.id for known in self.scoring.parts) or "no part: enter its value"
        raise UnknownPartError(f"{self.id}: the part came as {part!r}; expected {names}.")
