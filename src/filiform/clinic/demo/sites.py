"""Where a demo clinician needles, and what is recorded of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from filiform.atlas import load_atlas
from filiform.body import Side
from filiform.care import Needle, Needling, technique
from filiform.clinic.demo.people import load_plot
from filiform.localise import (
    PalpationFinding,
    SimulatedClient,
    load_parameters,
    rank_trigger_points,
)
from filiform.safety import load_blocked_muscles

PALPATED = 3
RANKED = 4
"""How many of the best ranked points a clinician considers besides those that are active."""


@dataclass(frozen=True, slots=True)
class Site:
    """A trigger point on one side that may be needled."""

    trigger_point: str
    muscle: str
    side: Side


def candidate_sites(client: SimulatedClient) -> tuple[Site, ...]:
    """Return what may be needled in the episode: the active points, then the best ranked ones.

    Blocked muscles, and those of regions for which the plot names no needle, are left alone.
    """
    atlas, needles = load_atlas(), load_plot()["needles"]
    ranking = rank_trigger_points(client.case, atlas).ranking[:RANKED]
    points = [(point.trigger_point, point.side) for point in client.active]
    points += [(point.trigger_point, point.side) for point in ranking]
    sites = (
        Site(trigger_point, atlas.trigger_points[trigger_point].muscle, side)
        for trigger_point, side in dict.fromkeys(points)
    )
    return tuple(
        site
        for site in sites
        if atlas.muscles[site.muscle].region in needles
        and site.muscle not in load_blocked_muscles()
    )


def sample_palpations(
    client: SimulatedClient, sites: Sequence[Site], rng: np.random.Generator
) -> tuple[PalpationFinding, ...]:
    """Sample what palpating the first sites shows, with the accuracies of the model."""
    accuracy_by_sign = load_parameters().accuracy_by_sign
    active = {(point.trigger_point, point.side) for point in client.active}
    findings = []
    for site in sites[: int(rng.integers(0, PALPATED + 1))]:
        is_active = (site.trigger_point, site.side) in active
        seen = {
            sign: bool(
                rng.random() < (accuracy.sensitivity if is_active else 1 - accuracy.specificity)
            )
            for sign, accuracy in accuracy_by_sign.items()
            if sign in ("taut_band", "tender", "recognised_pain")
        }
        findings.append(PalpationFinding(site.trigger_point, site.side, **seen))
    return tuple(findings)


def sample_needling(
    site: Site,
    rng: np.random.Generator,
    *,
    needling_id: UUID,
    bleeds_easily: bool = False,
    still_in: bool = False,
) -> Needling:
    """Sample one needling of a site.

    Parameters
    ----------
    bleeds_easily
        Whether only a thin needle is used.
    still_in
        Whether the needle has not come out yet.
    """
    plot = load_plot()
    usual, habits = plot["needles"][load_atlas().muscles[site.muscle].region], plot["needling"]
    diameter_mm = usual["diameter_mm"]
    if bleeds_easily:
        diameter_mm = min(diameter_mm, habits["thin_needle_mm"])
    left_in_place = still_in or rng.random() < habits["left_in_place"]
    method = technique("STATIC" if left_in_place else usual["technique"])
    twitches = int(rng.poisson(habits["twitches_mean"]))
    looked_for = method.id == "PISTON" and rng.random() >= habits["twitches_not_looked_for"]
    return Needling(
        id=needling_id,
        muscle=site.muscle,
        trigger_point=site.trigger_point,
        side=site.side,
        needle=Needle(diameter_mm, usual["length_mm"]),
        technique=method,
        twitches=twitches if looked_for else None,
        needles_in=1,
        needles_out=0 if still_in else 1,
    )
