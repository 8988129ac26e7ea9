"""Clients drawn from the model itself: for the demo clinic and for checks of calibration."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiform.atlas import Atlas
from filiform.body.areas import SidedArea
from filiform.body.drawing import (
    STRONGEST_INTENSITY,
    PainDrawing,
    PainMark,
    PainQuality,
)
from filiform.body.side import Side
from filiform.localise.errors import TooFewPointsError
from filiform.localise.findings import CaseFindings, Degree, MovementFinding, MovementTest
from filiform.localise.levels import GRADED, Level
from filiform.localise.network import (
    BODY_SIDES,
    MovementSign,
    Network,
    SidedPoint,
    network_of,
)
from filiform.localise.parameters import Parameters, SimulatedPain, load_parameters
from filiform.localise.table import Links


@dataclass(frozen=True, slots=True)
class SimulatedClient:
    """A client who paints and moves as the model says.

    Parameters
    ----------
    active
        The trigger points that are truly active.
    drawing
        What the client paints because of them, or for another reason.
    movements
        What testing some movements shows.
    """

    active: tuple[SidedPoint, ...]
    drawing: PainDrawing
    movements: tuple[MovementFinding, ...]

    @property
    def case(self) -> CaseFindings:
        """The findings a clinician sees: all but the truth."""
        return CaseFindings(self.drawing, self.movements)


def sample_client(
    atlas: Atlas,
    rng: np.random.Generator,
    *,
    active: tuple[int, int] | None = (1, 4),
    among: Collection[SidedPoint] | None = None,
    movements: int = 3,
    parameters: Parameters | None = None,
) -> SimulatedClient:
    """Draw one client who has at least one painted area.

    Parameters
    ----------
    atlas
        Trigger points and what they refer to.
    rng
        Source of all chance; the same state gives the same client.
    active
        Fewest and most active points; None for whatever the prior gives, even none.
    among
        The only points that may be active; any if omitted.
    movements
        How many movements are tested, at most. Which ones depends on the drawing only, never on
        the truth, so that the untested ones stay uninformative.
    parameters
        Strengths, leaks and priors; the packaged ones if omitted.

    Raises
    ------
    TooFewPointsError
        If ``among`` has fewer points than must be active.
    """
    parameters = parameters or load_parameters()
    network = network_of(atlas, parameters)
    while True:
        truth = sample_active(network, rng, active, among=among)
        painted = sample_painted(network, truth, rng)
        if painted:
            break
    return SimulatedClient(
        active=tuple(network.causes[position] for position in np.flatnonzero(truth)),
        drawing=_sample_drawing(painted, parameters, rng),
        movements=_sample_movements(network, truth, tuple(painted), movements, rng),
    )


def sample_active(
    network: Network,
    rng: np.random.Generator,
    active: tuple[int, int] | None = None,
    *,
    among: Collection[SidedPoint] | None = None,
) -> NDArray[np.bool_]:
    """Draw which points are active, ``(causes,)`` bool, until their number lies in the range."""
    prior = network.prior
    if among is not None:
        prior = np.where([point in among for point in network.causes], prior, 0.0)
    if active is not None and active[0] > np.count_nonzero(prior):
        raise TooFewPointsError(
            f"{active[0]} points must be active, but only {np.count_nonzero(prior)} may be; "
            "allow more points or ask for fewer."
        )
    while True:
        truth: NDArray[np.bool_] = rng.random(len(network.causes)) < prior
        if active is None or active[0] <= truth.sum() <= active[1]:
            return truth


def sample_painted(
    network: Network, truth: NDArray[np.bool_], rng: np.random.Generator
) -> dict[SidedArea, Level]:
    """Draw how strongly each area hurts from the noisy-MAX; none may hurt at all."""
    level_by_area = {
        area: sample_level(links, truth, rng) for area, links in network.area_links.items()
    }
    return {area: level for area, level in level_by_area.items() if level}


def sample_level(links: Links, truth: NDArray[np.bool_], rng: np.random.Generator) -> Level:
    """Draw the level of one finding when the truth is known: the highest that a cause reaches."""
    chance = 1.0
    level = Level.ABSENT
    # P(at least l), one step after the other: P(l + 1 | l) is a ratio of two of them.
    for higher in GRADED:
        reached = chance_at_least_level(links, truth, higher)
        if rng.random() >= reached / chance:
            break
        chance, level = reached, higher
    return level


def chance_at_least_level(links: Links, truth: NDArray[np.bool_], level: Level) -> float:
    """Return the probability that a finding reaches a level when the truth is known."""
    own = links.strengths[truth[links.causes]] * links.ratio ** (level - 1)
    silent = (1.0 - links.leak * links.leak_ratio ** (level - 1)) * np.prod(1.0 - own)
    return float(1.0 - silent)


def _sample_drawing(
    painted: dict[SidedArea, Level], parameters: Parameters, rng: np.random.Generator
) -> PainDrawing:
    return PainDrawing(
        tuple(
            PainMark(
                area.area,
                area.side,
                _rating(level, parameters, rng),
                _sample_qualities(parameters.simulation, rng),
            )
            for area, level in painted.items()
        )
    )


def _rating(level: Level, parameters: Parameters, rng: np.random.Generator) -> int:
    """Draw a numeric rating of a level, each as likely as any other."""
    bounds = (*parameters.lowest_rating_by_level, STRONGEST_INTENSITY + 1)
    return int(rng.integers(bounds[level - 1], bounds[level]))


def _sample_qualities(pain: SimulatedPain, rng: np.random.Generator) -> tuple[PainQuality, ...]:
    return tuple(
        quality for quality, chance in pain.probability_by_quality.items() if rng.random() < chance
    )


def _sample_movements(
    network: Network,
    truth: NDArray[np.bool_],
    painted: tuple[SidedArea, ...],
    count: int,
    rng: np.random.Generator,
) -> tuple[MovementFinding, ...]:
    movement_by_test = worth_testing(network, painted)
    tests = sorted(movement_by_test, key=lambda test: (test.stem, str(test.towards)))
    chosen = rng.choice(len(tests), size=min(count, len(tests)), replace=False) if tests else ()
    findings = []
    for position in sorted(int(choice) for choice in chosen):
        test = tests[position]
        restricted, painful = (
            _degree(sample_level(network.movement_links[test, sign], truth, rng))
            for sign in MovementSign
        )
        movement, side = movement_by_test[test]
        findings.append(MovementFinding(movement, side, restricted, painful))
    return tuple(findings)


def _degree(level: Level) -> Degree:
    return level.name.lower() if level else False


def worth_testing(
    network: Network, painted: tuple[SidedArea, ...]
) -> dict[MovementTest, tuple[str, Side]]:
    """Return the movements of the muscles whose essential pattern meets the drawing."""
    painted_ids = {(area.area, area.side) for area in painted}
    movement_by_test: dict[MovementTest, tuple[str, Side]] = {}
    for muscle in network.atlas.muscles.values():
        essential = {area for point in muscle.trigger_points for area in point.essential}
        for side in BODY_SIDES:
            if any((area, side) in painted_ids for area in essential):
                for movement in (*muscle.restricted_movements, *muscle.painful_movements):
                    finding = MovementFinding(movement, side)
                    movement_by_test.setdefault(finding.test, (movement, side))
    return movement_by_test
