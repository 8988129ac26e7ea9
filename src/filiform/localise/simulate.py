"""Clients drawn from the model itself: for the demo clinic and for checks of calibration."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiform.atlas import Atlas
from filiform.body.areas import SidedArea
from filiform.body.drawing import (
    STRONGEST_INTENSITY,
    WEAKEST_INTENSITY,
    PainDrawing,
    PainMark,
    PainQuality,
)
from filiform.body.side import Side
from filiform.localise.errors import TooFewPointsError
from filiform.localise.findings import CaseFindings, MovementFinding, MovementTest
from filiform.localise.network import (
    BODY_SIDES,
    Links,
    MovementSign,
    Network,
    SidedPoint,
    network_of,
)
from filiform.localise.parameters import Parameters, SimulatedPain, load_parameters


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
        drawing=_sample_drawing(painted, parameters.simulation, rng),
        movements=_sample_movements(network, truth, painted, movements, rng),
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
) -> tuple[SidedArea, ...]:
    """Draw the painted areas from the noisy-OR; none may be."""
    return tuple(
        area
        for area, links in network.area_links.items()
        if rng.random() < chance_of_finding(links, truth)
    )


def chance_of_finding(links: Links, truth: NDArray[np.bool_]) -> float:
    """Return the probability of a finding when the truth is known."""
    silent = (1.0 - links.leak) * np.prod(1.0 - links.strengths[truth[links.causes]])
    return float(1.0 - silent)


def _sample_drawing(
    painted: tuple[SidedArea, ...], pain: SimulatedPain, rng: np.random.Generator
) -> PainDrawing:
    usual = rng.normal(pain.intensity_mean, pain.intensity_client_sd)
    return PainDrawing(
        tuple(
            PainMark(
                area.area,
                area.side,
                _rating(rng.normal(usual, pain.intensity_area_sd)),
                _sample_qualities(pain, rng),
            )
            for area in painted
        )
    )


def _rating(intensity: float) -> int:
    return int(np.clip(round(intensity), WEAKEST_INTENSITY, STRONGEST_INTENSITY))


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
    movement_by_test = _worth_testing(network, painted)
    tests = sorted(movement_by_test, key=lambda test: (test.stem, str(test.towards)))
    chosen = rng.choice(len(tests), size=min(count, len(tests)), replace=False) if tests else ()
    findings = []
    for position in sorted(int(choice) for choice in chosen):
        test = tests[position]
        restricted, painful = (
            bool(rng.random() < chance_of_finding(network.movement_links[test, sign], truth))
            for sign in MovementSign
        )
        movement, side = movement_by_test[test]
        findings.append(MovementFinding(movement, side, restricted, painful))
    return tuple(findings)


def _worth_testing(
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
