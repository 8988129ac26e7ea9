"""Learning strengths and priors from confirmed cases, as sums that leave no drawing behind.

One step of expectation and maximisation. The expectations are exact: they come from the engine that
ranks. A clinic adds up its own cases; sums of clinics add up to the sums of all; a release of
parameters follows from the sums alone and can be made again by anybody who holds them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from filiform.localise.absorb import absorb
from filiform.localise.encoding import Evidence, encode
from filiform.localise.errors import NotLearnableError
from filiform.localise.findings import CaseFindings
from filiform.localise.learning_rules import LearningRules, load_learning_rules
from filiform.localise.levels import Level
from filiform.localise.network import Network, SidedPoint
from filiform.localise.parameters import Parameters
from filiform.localise.problem import SURELY, Posterior, Problem
from filiform.localise.solver import Solver, plain_solver

Cell = TypeVar("Cell", bound=str)

ALL_MUSCLES = "other"
"""Where muscles with too few cases are merged."""


class LinkClass(StrEnum):
    """The kinds of link whose strength is one number."""

    ESSENTIAL = "essential"
    SPILLOVER = "spillover"
    LOCAL = "local"
    CONTRALATERAL = "contralateral"


@dataclass(frozen=True, slots=True)
class ConfirmedCase:
    """A case in which some points are known.

    Parameters
    ----------
    case
        The evidence before needling.
    confirmed
        Points with recognised pain and an answer to needling: a twitch, or relief beyond the
        smallest important change.
    refuted
        Points that were palpated and needled without either.
    shown
        The points at the top of the ranking that the clinician saw, best first. Without it nothing
        can be learned: who palpates what was proposed finds what was proposed.
    """

    case: CaseFindings
    confirmed: frozenset[SidedPoint]
    refuted: frozenset[SidedPoint]
    shown: tuple[SidedPoint, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something happened out of how often it could have, in expected cases."""

    happened: float = 0.0
    possible: float = 0.0
    cases: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together."""
        return Tally(
            self.happened + other.happened,
            self.possible + other.possible,
            self.cases + other.cases,
        )


@dataclass(frozen=True, slots=True)
class LearningSums:
    """All that leaves a clinic: sums per muscle and class of links, no drawing and no person.

    Parameters
    ----------
    cases
        Confirmed cases in the sums.
    by_muscle
        Active points of each muscle over its points in all cases.
    by_class
        Fired links of each class over links of active points.
    leak
        Areas painted for another reason over all areas.
    suggested
        Confirmed points that had been shown over all confirmed points.
    atlas_version, parameters_version
        What the expectations were computed with; sums of different versions do not add up.
    """

    cases: int
    by_muscle: Mapping[str, Tally]
    by_class: Mapping[LinkClass, Tally]
    leak: Tally
    suggested: Tally
    atlas_version: str
    parameters_version: str

    def __add__(self, other: "LearningSums") -> "LearningSums":
        """Return the sums of both.

        Raises
        ------
        NotLearnableError
            If they were computed with different versions.
        """
        mine = (self.atlas_version, self.parameters_version)
        theirs = (other.atlas_version, other.parameters_version)
        if mine != theirs:
            raise NotLearnableError(
                f"sums of atlas {mine[0]}, parameters {mine[1]} cannot be added to sums of atlas "
                f"{theirs[0]}, parameters {theirs[1]}; compute them anew with one version."
            )
        return replace(
            self,
            cases=self.cases + other.cases,
            by_muscle=_added(self.by_muscle, other.by_muscle),
            by_class=_added(self.by_class, other.by_class),
            leak=self.leak + other.leak,
            suggested=self.suggested + other.suggested,
        )


@dataclass(slots=True)
class _Adding:
    by_muscle: dict[str, Tally] = field(default_factory=dict)
    by_class: dict[LinkClass, Tally] = field(default_factory=dict)
    leak: Tally = Tally()
    suggested: Tally = Tally()
    cases: int = 0


def add_up(
    cases: Iterable[ConfirmedCase],
    network: Network,
    *,
    solver: Solver | None = None,
    rules: LearningRules | None = None,
) -> LearningSums:
    """Return the expected sums of some confirmed cases.

    Raises
    ------
    NotLearnableError
        If a case has no ranking that was shown, or a point is both confirmed and refuted.
    """
    rules = rules or load_learning_rules()
    solve = solver or plain_solver()
    adding = _Adding()
    classes = _class_of_links(network)
    muscle_by_point = {p.id: p.muscle for p in network.atlas.trigger_points.values()}
    for number, confirmed in enumerate(cases):
        _require_learnable(confirmed, number)
        evidence = encode(confirmed.case, network)
        problem = _with_known(absorb(evidence, network).problem, confirmed, network)
        posterior = solve(problem, widest=network.parameters.widest_frontier)
        adding.cases += 1
        _add_muscles(adding, posterior, network, muscle_by_point)
        _add_links(adding, evidence, problem, posterior, network, classes)
        top = set(confirmed.shown[: rules.shown_points])
        adding.suggested += Tally(
            float(len(confirmed.confirmed & top)), float(len(confirmed.confirmed)), 1
        )
    return LearningSums(
        cases=adding.cases,
        by_muscle=MappingProxyType(adding.by_muscle),
        by_class=MappingProxyType(adding.by_class),
        leak=adding.leak,
        suggested=adding.suggested,
        atlas_version=network.atlas.version,
        parameters_version=network.parameters.version,
    )


def merge_small_cells(sums: LearningSums, rules: LearningRules | None = None) -> LearningSums:
    """Return the sums with every muscle of too few confirmed cases merged into one cell.

    A muscle counts the cases in which one of its points was expected to be active; a merged cell
    that is itself too small is left out.
    """
    smallest = (rules or load_learning_rules()).smallest_cell
    kept = {muscle: tally for muscle, tally in sums.by_muscle.items() if tally.cases >= smallest}
    merged = sum(
        (tally for tally in sums.by_muscle.values() if tally.cases < smallest), start=Tally()
    )
    if merged.cases >= smallest:
        kept[ALL_MUSCLES] = merged
    return replace(sums, by_muscle=MappingProxyType(kept))


def release_parameters(
    sums: LearningSums, parameters: Parameters, *, version: str, rules: LearningRules | None = None
) -> Parameters:
    """Return new strengths, leak and expected number of points that follow from the sums.

    Parameters
    ----------
    sums
        Of one clinic or of many.
    parameters
        Those that the sums were computed with.
    version
        Of the release; stands on every answer that uses it.

    Raises
    ------
    NotLearnableError
        If the versions do not fit, there are too few cases, or hardly any point was ever confirmed
        that had not been proposed.
    """
    rules = rules or load_learning_rules()
    _require_release(sums, parameters, version, rules)
    painted = 1.0 - parameters.forgotten

    def strength(kind: LinkClass) -> float:
        tally = sums.by_class.get(kind, Tally())
        # What is learned is felt and painted; the chance to forget stays what it was.
        return min(_posterior_mean(tally, *rules.beta_by_class[kind]) / painted, SURELY)

    active = sum((tally.happened for tally in sums.by_muscle.values()), start=0.0)
    return replace(
        parameters,
        version=version,
        essential=strength(LinkClass.ESSENTIAL),
        spillover=strength(LinkClass.SPILLOVER),
        local=strength(LinkClass.LOCAL),
        contralateral=strength(LinkClass.CONTRALATERAL),
        area_leak=_posterior_mean(sums.leak, *rules.beta_of_leak),
        active_points_mean=active / sums.cases,
    )


def _posterior_mean(tally: Tally, alpha: float, beta: float) -> float:
    return (alpha + tally.happened) / (alpha + beta + tally.possible)


def _require_learnable(confirmed: ConfirmedCase, number: int) -> None:
    if not confirmed.shown:
        raise NotLearnableError(
            f"case {number}: the ranking that was shown is not recorded, so nothing tells why "
            "these points were palpated; leave the case out."
        )
    both = confirmed.confirmed & confirmed.refuted
    if both:
        names = ", ".join(sorted(f"{point.trigger_point} {point.side.value}" for point in both))
        raise NotLearnableError(f"case {number}: {names}: both confirmed and refuted; keep one.")


def _require_release(
    sums: LearningSums, parameters: Parameters, version: str, rules: LearningRules
) -> None:
    if sums.parameters_version != parameters.version:
        raise NotLearnableError(
            f"the sums were computed with parameters {sums.parameters_version}, came "
            f"{parameters.version}; add them up anew."
        )
    if version == parameters.version:
        raise NotLearnableError(f"version {version} exists; a release needs a new one.")
    if sums.cases < rules.smallest_cell:
        raise NotLearnableError(
            f"{sums.cases} confirmed cases; at least {rules.smallest_cell} are needed."
        )
    if sums.suggested.happened > rules.most_suggested * sums.suggested.possible:
        raise NotLearnableError(
            f"{sums.suggested.happened:.0f} of {sums.suggested.possible:.0f} confirmed points had "
            "been proposed by the ranking: the model would learn its own proposals. Palpate some "
            "points that were not proposed, and record them."
        )


def _with_known(problem: Problem, confirmed: ConfirmedCase, network: Network) -> Problem:
    def positions(points: Iterable[SidedPoint]) -> list[int]:
        return [network.position_of(point.trigger_point, point.side) for point in points]

    return problem.taking(positions(confirmed.confirmed), positions(confirmed.refuted))


def _add_muscles(
    adding: _Adding, posterior: Posterior, network: Network, muscle_by_point: Mapping[str, str]
) -> None:
    for cause, chance in zip(network.causes, posterior.probability.tolist(), strict=True):
        muscle = muscle_by_point[cause.trigger_point]
        tally = Tally(chance, 1.0, int(chance >= 0.5))
        adding.by_muscle[muscle] = adding.by_muscle.get(muscle, Tally()) + tally


def _add_links(
    adding: _Adding,
    evidence: Evidence,
    problem: Problem,
    posterior: Posterior,
    network: Network,
    classes: "_Classes",
) -> None:
    """Add fired links of painted areas over links of active points to all areas."""
    fired = np.zeros(len(LinkClass))
    area_count = len(network.area_links)
    leak = 0.0
    for finding, (position, level) in enumerate(
        zip(evidence.present.tolist(), evidence.levels.tolist(), strict=True)
    ):
        if position >= area_count:
            continue
        own, in_table = problem.links_of(finding), network.table.links_of(position)
        active = posterior.probability[problem.causes[own]]
        reached = posterior.link_fired[own]
        below = _lower_share(network, in_table, Level(level))
        felt = reached + np.maximum(active - reached, 0.0) * below
        fired += np.bincount(classes.of_link[in_table], weights=felt, minlength=len(LinkClass))
        leak += float(posterior.leak_fired[finding])
    possible = posterior.probability @ classes.count_by_cause
    for number, kind in enumerate(LinkClass):
        tally = Tally(float(fired[number]), float(possible[number]), 1)
        adding.by_class[kind] = adding.by_class.get(kind, Tally()) + tally
    adding.leak += Tally(leak, float(area_count), 1)


def _lower_share(network: Network, links: slice, level: Level) -> NDArray[np.float64]:
    """Return the chance that an active cause, below what was seen, was felt all the same."""
    if level is Level.UNGRADED or level <= Level.MILD:
        return np.zeros(links.stop - links.start)
    none = network.table.log_at_most[Level.ABSENT, links]
    lower = network.table.log_at_most[Level(level - 1), links]
    return np.asarray(-np.expm1(none - lower))


@dataclass(frozen=True, slots=True)
class _Classes:
    of_link: NDArray[np.int64]
    count_by_cause: NDArray[np.float64]


def _class_of_links(network: Network) -> _Classes:
    """Return the class of every area link, and how many links of each class every point has."""
    numbers = {kind: number for number, kind in enumerate(LinkClass)}
    links = int(network.table.starts[len(network.area_links)])
    of_link = np.empty(links, dtype=np.int64)
    counts = np.zeros((len(network.causes), len(LinkClass)))
    place = 0
    for area, own in network.area_links.items():
        for cause in own.causes.tolist():
            sided = network.causes[cause]
            point = network.atlas.trigger_points[sided.trigger_point]
            crossed = area.side is sided.side.mirrored
            kind = LinkClass.LOCAL
            if crossed:
                kind = LinkClass.CONTRALATERAL
            elif area.area in point.essential:
                kind = LinkClass.ESSENTIAL
            elif area.area in point.spillover:
                kind = LinkClass.SPILLOVER
            of_link[place] = numbers[kind]
            counts[cause, numbers[kind]] += 1
            place += 1
    return _Classes(of_link, counts)


def _added(one: Mapping[Cell, Tally], other: Mapping[Cell, Tally]) -> Mapping[Cell, Tally]:
    keys = dict.fromkeys((*one, *other))
    return MappingProxyType({key: one.get(key, Tally()) + other.get(key, Tally()) for key in keys})
