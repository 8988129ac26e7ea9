"""What to palpate or test next, in words, each with what its form needs."""

from dataclasses import dataclass

from filiform.atlas import load_atlas
from filiform.clinic.localisations import spoken
from filiform.clinic.localisations.models import LocalisationRecord
from filiform.localise import (
    NextTest,
    Position,
    information_in_words,
    load_parameters,
    network_of,
    parse_case,
    plan_tests,
    probability_in_percent,
)

PROPOSED = 3


@dataclass(frozen=True, slots=True)
class ShownTest:
    """One proposed test; ``trigger_point`` or ``movement`` is empty."""

    trigger_point: str
    movement: str
    side: str
    name: str
    where: str
    """Where a finger looks for the point; empty for a movement."""
    seconds: int
    position: str
    position_key: str
    tells: str
    positive: str


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """The next tests, the best first, and whether even the best is worth its time."""

    tests: tuple[ShownTest, ...]
    worth_it: bool


def next_tests(record: LocalisationRecord, position: Position | None = None) -> ShownPlan:
    """Plan the next tests after a stored ranking, for a patient who sits or lies so now."""
    network = network_of(load_atlas(), load_parameters())
    plan = plan_tests(parse_case(record.case), network, count=PROPOSED, position=position)
    return ShownPlan(tuple(_shown(test) for test in plan.tests), plan.worth_it)


def _shown(test: NextTest) -> ShownTest:
    point, movement = test.point, test.movement or ""
    side = point.side if point else test.side
    return ShownTest(
        trigger_point=point.trigger_point if point else "",
        movement=movement,
        side=side.value if side else "",
        name=spoken.point_name(point.trigger_point) if point else spoken.movement_name(movement),
        where=load_atlas().trigger_points[point.trigger_point].location if point else "",
        seconds=round(test.seconds),
        position=spoken.POSITIONS[test.position],
        position_key=test.position.value,
        tells=information_in_words(test.information),
        positive=probability_in_percent(test.positive),
    )
