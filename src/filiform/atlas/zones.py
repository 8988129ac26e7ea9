"""Where a trigger point is felt, as a smooth weight over the skin. Computed, never stored."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from filiform.atlas.errors import MalformedEntryError
from filiform.atlas.load import ZONES_FILE
from filiform.atlas.sites import M_PER_MM, require_trigger_point, side_of
from filiform.body import Side, SidedArea, distances_along, load_surface, vertices_of
from filiform.body.brush import fade
from filiform.body.surface import Floats
from filiform.evidence import Mark, require_source


@dataclass(frozen=True, slots=True)
class ZoneRules:
    """Weights within the areas of a zone, 0 to 1, and how far it fades beyond them, metres."""

    fade_m: float
    essential: float
    spillover: float
    local: float


@cache
def load_zone_rules() -> ZoneRules:
    """Read the rules that ship with the package; all are proposals (mark P).

    Raises
    ------
    MalformedEntryError
        If a number is missing or out of range, or the file cites no known source.
    """
    return parse_zone_rules(
        (files("filiform.atlas") / "data" / ZONES_FILE).read_text(encoding="utf-8")
    )


def parse_zone_rules(text: str) -> ZoneRules:
    """Read rules from the text of a TOML file; raises as :func:`load_zone_rules`."""
    try:
        table = tomllib.loads(text)
        require_source(table["source"], cited_in=ZONES_FILE)
        Mark(table["mark"])
        rules = ZoneRules(
            fade_m=float(table["fade_mm"]) * M_PER_MM,
            essential=float(table["essential"]),
            spillover=float(table["spillover"]),
            local=float(table["local"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise MalformedEntryError(f"{ZONES_FILE}: {error}; correct the file.") from None
    weights = (rules.essential, rules.spillover, rules.local)
    if rules.fade_m <= 0 or not all(0 < weight <= 1 for weight in weights):
        raise MalformedEntryError(f"{ZONES_FILE}: weights lie above 0 and up to 1, fade above 0.")
    return rules


def referral_weights(trigger_point: str, side: Side) -> Floats:
    """Return how strongly a trigger point is felt at each place of the skin.

    Essential, spillover and local areas each keep their weight inside and fade beyond their border
    over a few centimetres along the skin; where they meet, the largest counts. Areas inside the
    mouth have no skin and are left out.

    Parameters
    ----------
    trigger_point
        Id of the point.
    side
        Side of the muscle, left or right; referral is to the same side or the midline.

    Returns
    -------
    Floats
        ``(n,)`` float in 0 to 1, for the vertices of the surface.

    Raises
    ------
    UnknownTriggerPointError
        If the atlas has no such point.
    """
    point, rules = require_trigger_point(trigger_point), load_zone_rules()
    weights = np.zeros(load_surface().vertex_count)
    for names, weight in (
        (point.essential, rules.essential),
        (point.spillover, rules.spillover),
        (point.local, rules.local),
    ):
        skin = _skin(names, side)
        vertices, distance = distances_along(load_surface(), skin, limit_m=rules.fade_m)
        faded = weight * fade(distance, solid=0.0, end=rules.fade_m)
        weights[vertices] = np.maximum(weights[vertices], faded)
    return weights


def _skin(names: Collection[str], side: Side) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The vertices of areas as a muscle of one side concerns them, ascending."""
    areas = (SidedArea(name, side_of(name, side)) for name in names)
    on_skin = [vertices_of(area) for area in areas if load_surface().number_of(area) is not None]
    return np.unique(np.concatenate([np.empty(0, dtype=np.int64), *on_skin]))
