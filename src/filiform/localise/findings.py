"""All that is known of one case: the drawing, the movements tested, the points palpated."""

from dataclasses import dataclass, replace

from filiform.body.areas import SidedArea
from filiform.body.drawing import PainDrawing
from filiform.body.side import Side
from filiform.errors import MalformedInputError
from filiform.localise.errors import ContradictoryFindingError
from filiform.localise.levels import LEVEL_BY_WORD

DEGREES = tuple(LEVEL_BY_WORD)

Degree = bool | str
"""Yes or no, or one of the words of :data:`DEGREES`."""

SAME_SIDE = "_same"
OPPOSITE_SIDE = "_opposite"


@dataclass(frozen=True, slots=True, order=True)
class MovementTest:
    """One movement as the body makes it.

    Turning the head to the right stretches some muscles of the left side and some of the right;
    the atlas writes it ``neck_rotation_opposite`` for the former and ``neck_rotation_same`` for
    the latter. Both are this one movement: stem ``neck_rotation``, towards the right.

    Parameters
    ----------
    stem
        Atlas identifier without ``_same`` or ``_opposite``.
    towards
        The moved limb, or the side moved to; None when recorded without a side.
    """

    stem: str
    towards: Side | None


@dataclass(frozen=True, slots=True)
class MovementFinding:
    """What testing one movement showed; None where it was not looked at.

    Parameters
    ----------
    movement
        Atlas identifier; ``_same`` and ``_opposite`` are relative to ``side``.
    side
        Left or right; None for "on at least one side" (and for movements of the middle).
    restricted, painful
        Found, looked for and not found, found to a degree (mild, moderate, severe), or None.
    """

    movement: str
    side: Side | None
    restricted: Degree | None = None
    painful: Degree | None = None

    @property
    def test(self) -> MovementTest:
        """The movement as the body makes it."""
        return movement_test(self.movement, self.side)

    @property
    def degrees(self) -> tuple[tuple[str, Degree], ...]:
        """The signs that were looked at, each with what was seen."""
        signs = (("restricted", self.restricted), ("painful", self.painful))
        return tuple((sign, degree) for sign, degree in signs if degree is not None)

    @property
    def mirrored(self) -> "MovementFinding":
        """The same finding on the other side of the body."""
        return replace(self, side=self.side and self.side.mirrored)


@dataclass(frozen=True, slots=True)
class PalpationFinding:
    """What palpating one trigger point showed; None where a sign was not looked for."""

    trigger_point: str
    side: Side
    taut_band: bool | None = None
    tender: bool | None = None
    recognised_pain: bool | None = None
    twitch: bool | None = None
    """A local twitch, on snapping palpation or at an earlier needling of this spot."""

    @property
    def mirrored(self) -> "PalpationFinding":
        """The same finding on the other side of the body."""
        return replace(self, side=self.side.mirrored)


@dataclass(frozen=True, slots=True)
class DoubtfulArea:
    """An area that is touched by paint but perhaps not meant: a trembling or a hasty brush.

    Parameters
    ----------
    chance
        Likelihood of such paint if the area hurts, against its likelihood if it does not, as
        shares of 1; strictly between 0 and 1. One half says nothing.
    """

    area: str
    side: Side
    chance: float

    def __post_init__(self) -> None:
        SidedArea(self.area, self.side)
        if not 0.0 < self.chance < 1.0:
            raise MalformedInputError(
                f"chance: came {self.chance}, expected between 0 and 1. An area that surely hurts "
                "is a mark; one that surely does not is left out."
            )

    @property
    def sided_area(self) -> SidedArea:
        """The area with its side."""
        return SidedArea(self.area, self.side)

    @property
    def mirrored(self) -> "DoubtfulArea":
        """The same on the other side of the body."""
        return replace(self, side=self.side.mirrored)


@dataclass(frozen=True, slots=True)
class Context:
    """Of one client; empty where nothing is known.

    Parameters
    ----------
    activities
        Sports and work, by the names of the data file.
    complaint
        Region of the atlas that the client complains of in words; None where only the drawing
        tells, which must not count twice.
    dominant_side
        Left or right; None where not asked.
    """

    activities: tuple[str, ...] = ()
    complaint: str | None = None
    dominant_side: Side | None = None

    @property
    def mirrored(self) -> "Context":
        """The same client seen in a mirror."""
        side = self.dominant_side
        return replace(self, dominant_side=side.mirrored if side else None)


@dataclass(frozen=True, slots=True)
class CaseFindings:
    """The evidence of one case; the order of its parts does not matter.

    Raises
    ------
    ContradictoryFindingError
        If a movement is reported twice with different results, or both with and without a side,
        a trigger point is palpated twice, or an area is both painted and doubtful; the message
        names the later place.
    """

    drawing: PainDrawing
    movements: tuple[MovementFinding, ...] = ()
    palpations: tuple[PalpationFinding, ...] = ()
    doubtful: tuple[DoubtfulArea, ...] = ()
    context: Context = Context()

    def __post_init__(self) -> None:
        _refuse_repeated_areas(self.drawing, self.doubtful)
        _refuse_contradictory_movements(self.movements)
        _refuse_repeated_palpations(self.palpations)

    @property
    def mirrored(self) -> "CaseFindings":
        """The same case on the other side of the body."""
        return CaseFindings(
            self.drawing.mirrored,
            tuple(finding.mirrored for finding in self.movements),
            tuple(finding.mirrored for finding in self.palpations),
            tuple(area.mirrored for area in self.doubtful),
            self.context.mirrored,
        )


def movement_test(movement: str, side: Side | None) -> MovementTest:
    """Return the movement as the body makes it from its atlas name and the side it is read from."""
    if movement.endswith(SAME_SIDE):
        return MovementTest(movement.removesuffix(SAME_SIDE), side)
    if movement.endswith(OPPOSITE_SIDE):
        return MovementTest(movement.removesuffix(OPPOSITE_SIDE), side and side.mirrored)
    return MovementTest(movement, side)


def _refuse_contradictory_movements(movements: tuple[MovementFinding, ...]) -> None:
    first_by_test: dict[tuple[MovementTest, str], tuple[int, Degree]] = {}
    sides_by_stem: dict[str, tuple[int, bool]] = {}
    for position, finding in enumerate(movements):
        test = finding.test
        earlier, sided = sides_by_stem.setdefault(test.stem, (position, test.towards is not None))
        if sided != (test.towards is not None):
            raise ContradictoryFindingError(
                f"movements[{position}]: {finding.movement} stands in movements[{earlier}] "
                f"{'with' if sided else 'without'} a side; report it one way only."
            )
        for sign, seen in finding.degrees:
            earlier, seen_before = first_by_test.setdefault((test, sign), (position, seen))
            if seen_before != seen:
                raise ContradictoryFindingError(
                    f"movements[{position}].{sign}: came {spoken(seen)}, but "
                    f"movements[{earlier}] says {spoken(seen_before)} of the same movement; "
                    "keep one."
                )


def spoken(degree: Degree) -> str:
    """Return a yes, a no or a degree as the format writes it."""
    return degree if isinstance(degree, str) else str(degree).lower()


def _refuse_repeated_areas(drawing: PainDrawing, doubtful: tuple[DoubtfulArea, ...]) -> None:
    place_by_area = {
        mark.sided_area: f"marks[{position}]" for position, mark in enumerate(drawing.marks)
    }
    for position, area in enumerate(doubtful):
        place = f"doubtful[{position}]"
        earlier = place_by_area.setdefault(area.sided_area, place)
        if earlier != place:
            raise ContradictoryFindingError(
                f"{place}: {area.sided_area.key} already stands in {earlier}; keep one."
            )


def _refuse_repeated_palpations(palpations: tuple[PalpationFinding, ...]) -> None:
    first_by_spot: dict[tuple[str, Side], int] = {}
    for position, finding in enumerate(palpations):
        spot = (finding.trigger_point, finding.side)
        earlier = first_by_spot.setdefault(spot, position)
        if earlier != position:
            raise ContradictoryFindingError(
                f"palpation[{position}]: {finding.trigger_point} on the {finding.side.value} is "
                f"already palpated in palpation[{earlier}]; one spot counts once."
            )
