"""The two-layer network of an atlas: trigger points above, what they can cause below."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from filiform.atlas import Atlas, Muscle, TriggerPoint
from filiform.body.areas import SidedArea, all_sided_areas, load_areas
from filiform.body.side import Side
from filiform.localise.errors import ParametersError, UnknownFindingError
from filiform.localise.findings import MovementTest, movement_test
from filiform.localise.levels import Level
from filiform.localise.parameters import Parameters
from filiform.localise.table import FindingTable, Links, lay_out

Kind = TypeVar("Kind", bound=np.generic)

BODY_SIDES = (Side.LEFT, Side.RIGHT)
NETWORKS_KEPT = 4
"""Compiled networks held in memory; a process uses one, tests a few."""


class MovementSign(StrEnum):
    """The two findings of one movement test."""

    RESTRICTED = "restricted"
    PAINFUL = "painful"


@dataclass(frozen=True, slots=True, order=True)
class SidedPoint:
    """A trigger point on one side of the body: one cause of the network."""

    trigger_point: str
    side: Side

    @property
    def mirrored(self) -> "SidedPoint":
        """The same trigger point on the other side."""
        return SidedPoint(self.trigger_point, self.side.mirrored)


@dataclass(frozen=True, slots=True)
class Network:
    """An atlas with its parameters, compiled once.

    Parameters
    ----------
    causes
        Every trigger point on each side, sorted.
    prior
        Probability that each is active beforehand, ``(causes,)`` float.
    log_odds
        Log odds of the same, ``(causes,)`` float.
    area_links, movement_links
        Parents of each finding. A finding without parents has its leak alone.
    table
        All of them in one: first the areas, then the movements, in the order of the mappings.
    position_by_area, position_by_movement
        Where a finding stands in the table.
    log_all_unpainted
        Log probability that a cause, if active, leaves every area unpainted, ``(causes,)`` float.
    log_no_area_leak
        Log probability that no area is painted for another reason.
    """

    causes: tuple[SidedPoint, ...]
    position_by_cause: Mapping[SidedPoint, int]
    prior: NDArray[np.float64]
    log_odds: NDArray[np.float64]
    area_links: Mapping[SidedArea, Links]
    movement_links: Mapping[tuple[MovementTest, MovementSign], Links]
    table: FindingTable
    position_by_area: Mapping[SidedArea, int]
    position_by_movement: Mapping[tuple[MovementTest, MovementSign], int]
    log_all_unpainted: NDArray[np.float64]
    log_no_area_leak: float
    atlas: Atlas
    parameters: Parameters

    def position_of(self, trigger_point: str, side: Side) -> int:
        """Return the position of a cause.

        Raises
        ------
        UnknownFindingError
            If the atlas has no such trigger point on that side.
        """
        try:
            return self.position_by_cause[SidedPoint(trigger_point, side)]
        except KeyError:
            raise UnknownFindingError(
                f"No trigger point {trigger_point!r} on the {side.value} in atlas "
                f"{self.atlas.version}."
            ) from None


_compiled: list[Network] = []


def network_of(atlas: Atlas, parameters: Parameters) -> Network:
    """Return the network of an atlas, compiled the first time it is asked for."""
    for network in _compiled:
        if network.atlas is atlas and network.parameters is parameters:
            return network
    network = compile_network(atlas, parameters)
    _compiled.append(network)
    del _compiled[:-NETWORKS_KEPT]
    return network


def compile_network(atlas: Atlas, parameters: Parameters) -> Network:
    """Lay out causes, priors and links.

    Parameters
    ----------
    atlas
        Muscles with their trigger points, referral areas and movements.
    parameters
        Strengths, leaks and prior classes.

    Returns
    -------
    Network
        Read-only; about 430 causes and 480 findings for the packaged atlas.

    Raises
    ------
    ParametersError
        If the expected number of active points is not below the number of points.
    """
    causes = tuple(
        sorted(SidedPoint(point, side) for point in atlas.trigger_points for side in BODY_SIDES)
    )
    position_by_cause = {cause: position for position, cause in enumerate(causes)}
    area_links = _area_links(atlas, parameters, position_by_cause)
    movement_links = _movement_links(atlas, parameters, position_by_cause)
    table = lay_out((*area_links.values(), *movement_links.values()))
    of_areas = slice(0, int(table.starts[len(area_links)]))
    log_all_unpainted = np.zeros(len(causes))
    np.add.at(log_all_unpainted, table.causes[of_areas], table.log_at_most[Level.ABSENT, of_areas])
    prior = _priors(atlas, parameters, causes)
    return Network(
        causes=causes,
        position_by_cause=MappingProxyType(position_by_cause),
        prior=_read_only(prior),
        log_odds=_read_only(np.log(prior) - np.log1p(-prior)),
        area_links=MappingProxyType(area_links),
        movement_links=MappingProxyType(movement_links),
        table=table,
        position_by_area=MappingProxyType({area: n for n, area in enumerate(area_links)}),
        position_by_movement=MappingProxyType(
            {test: n for n, test in enumerate(movement_links, start=len(area_links))}
        ),
        log_all_unpainted=_read_only(log_all_unpainted),
        log_no_area_leak=float(table.leak_log_at_most[Level.ABSENT, : len(area_links)].sum()),
        atlas=atlas,
        parameters=parameters,
    )


def _priors(
    atlas: Atlas, parameters: Parameters, causes: tuple[SidedPoint, ...]
) -> NDArray[np.float64]:
    """Share the chance of each muscle over its points and sides, then shift all to the mean."""
    muscle_by_point = {
        point.id: muscle for muscle in atlas.muscles.values() for point in muscle.trigger_points
    }
    shares = np.empty(len(causes))
    for position, cause in enumerate(causes):
        muscle = muscle_by_point[cause.trigger_point]
        chance = parameters.prior_by_frequency[muscle.clinical_frequency]
        shares[position] = chance / (len(muscle.trigger_points) * len(BODY_SIDES))
    return shift_to_mean(shares, parameters.active_points_mean)


def shift_to_mean(probabilities: NDArray[np.float64], mean: float) -> NDArray[np.float64]:
    """Add one constant to all log odds so that the probabilities sum to a mean.

    Parameters
    ----------
    probabilities
        ``(n,)`` float strictly between 0 and 1.
    mean
        Wanted sum, above 0 and below n.

    Raises
    ------
    ParametersError
        If no shift reaches the mean.
    """
    if not 0.0 < mean < len(probabilities):
        raise ParametersError(
            f"priors.active_points_mean: came {mean}, expected above 0 and below the "
            f"{len(probabilities)} points of the atlas."
        )
    log_odds = np.log(probabilities) - np.log1p(-probabilities)
    low, high = -60.0, 60.0
    for _ in range(100):
        shift = (low + high) / 2.0
        if (1.0 / (1.0 + np.exp(-log_odds - shift))).sum() < mean:
            low = shift
        else:
            high = shift
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds - shift)))


def _area_links(
    atlas: Atlas, parameters: Parameters, position_by_cause: Mapping[SidedPoint, int]
) -> dict[SidedArea, Links]:
    strength_by_area: dict[SidedArea, dict[int, float]] = {area: {} for area in all_sided_areas()}
    crossed = parameters.contralateral * (1.0 - parameters.forgotten)
    for point in atlas.trigger_points.values():
        for area_id, strength in _strongest_links(point, parameters).items():
            for side in BODY_SIDES:
                area = _area_on(area_id, side)
                strength_by_area[area][position_by_cause[SidedPoint(point.id, side)]] = strength
        for area_id in filter(_reaches_midline, point.essential):
            for side in BODY_SIDES:
                area = _area_on(area_id, side)
                across = position_by_cause[SidedPoint(point.id, side.mirrored)]
                strength_by_area[area].setdefault(across, crossed)
    return {
        area: _links(
            parameters.area_leak,
            strengths.items(),
            parameters.area_ratio,
            parameters.area_leak_ratio,
        )
        for area, strengths in strength_by_area.items()
    }


def _strongest_links(point: TriggerPoint, parameters: Parameters) -> dict[str, float]:
    """Return one strength per area of a point; an area of two classes keeps the stronger."""
    painted = 1.0 - parameters.forgotten
    strength_by_area: dict[str, float] = {}
    for areas, strength in (
        (point.essential, parameters.essential),
        (point.spillover, parameters.spillover),
        (point.local, parameters.local),
    ):
        for area in areas:
            strength_by_area[area] = max(strength * painted, strength_by_area.get(area, 0.0))
    return strength_by_area


def _reaches_midline(area_id: str) -> bool:
    """Whether pain can cross to the other side here: only where the two sides lie together."""
    area = load_areas()[area_id]
    return area.meets_mirror or any(load_areas()[other].midline for other in area.neighbours)


def _area_on(area_id: str, side: Side) -> SidedArea:
    """Return the area on a side; an area of the middle is shared by both."""
    return SidedArea(area_id, Side.MIDLINE if load_areas()[area_id].midline else side)


def _movement_links(
    atlas: Atlas, parameters: Parameters, position_by_cause: Mapping[SidedPoint, int]
) -> dict[tuple[MovementTest, MovementSign], Links]:
    parents: dict[tuple[MovementTest, MovementSign], set[int]] = {}
    for movement in atlas.movements:
        for side in (*BODY_SIDES, None):
            for sign in MovementSign:
                parents.setdefault((movement_test(movement, side), sign), set())
    for muscle in atlas.muscles.values():
        for side in BODY_SIDES:
            points = [
                position_by_cause[SidedPoint(point.id, side)] for point in muscle.trigger_points
            ]
            for movement, sign in _signs_caused(muscle):
                for asked_side in (side, None):
                    parents[movement_test(movement, asked_side), sign].update(points)
    chances = {
        MovementSign.RESTRICTED: (parameters.restricted_leak, parameters.restricted_strength),
        MovementSign.PAINFUL: (parameters.painful_leak, parameters.painful_strength),
    }
    return {
        (test, sign): _links(
            chances[sign][0],
            ((cause, chances[sign][1]) for cause in causes),
            parameters.movement_ratio,
            parameters.movement_leak_ratio,
        )
        for (test, sign), causes in parents.items()
    }


def _signs_caused(muscle: Muscle) -> Iterator[tuple[str, MovementSign]]:
    for movement in muscle.restricted_movements:
        yield movement, MovementSign.RESTRICTED
    for movement in muscle.painful_movements:
        yield movement, MovementSign.PAINFUL


def _links(
    leak: float,
    strength_by_cause: Iterable[tuple[int, float]],
    ratio: float,
    leak_ratio: float,
) -> Links:
    parents = sorted(strength_by_cause)
    return Links(
        leak=leak,
        causes=_read_only(np.array([cause for cause, _ in parents], dtype=np.intp)),
        strengths=_read_only(np.array([strength for _, strength in parents], dtype=np.float64)),
        ratio=ratio,
        leak_ratio=leak_ratio,
    )


def _read_only(values: NDArray[Kind]) -> NDArray[Kind]:
    values.flags.writeable = False
    return values
