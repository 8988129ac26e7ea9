"""The zone of a trigger point as the islands read it: on the skin and on the charts, with its site.

Zone and site are schematic: true of people in general at best, and confirmed by palpation alone.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from filiform.atlas import load_zone_rules, referral_weights, site_point
from filiform.body import (
    Side,
    SurfaceDrawing,
    SurfaceMark,
    SurfacePoint,
    load_charts,
    outline_on_chart,
    point_on_chart,
    surface_drawing_as_json,
)
from filiform.body.surface import Floats

STRONGEST = 10
KEPT = 128
"""Zones a clinic looks at again and again; each is a few kilobytes."""


@lru_cache(maxsize=KEPT)
def zone_as_json(trigger_point: str, side: Side) -> dict[str, Any]:
    """Return weights over the skin, the place where the point is looked for, and both on charts.

    On a chart ``felt`` is the outline of everywhere that the point is felt, ``core`` of where it is
    felt by most, and ``site`` is right and down; what a chart does not show is left out.

    Raises
    ------
    UnknownTriggerPointError
        If the atlas has no such point.
    """
    weights = referral_weights(trigger_point, side)
    felt = np.flatnonzero(weights)
    stroke: Any = surface_drawing_as_json(
        SurfaceDrawing((SurfaceMark(felt, weights[felt], STRONGEST),))
    )["strokes"]
    zone = {key: stroke[0][key] for key in ("vertices", "weights")}
    site = site_point(trigger_point, side)
    return {"zone": zone, "sites": [site_as_json(site)], "charts": _on_charts(weights, site)}


def site_as_json(point: SurfacePoint) -> dict[str, float]:
    """Return a place on the skin: a triangle and the weights of two of its corners."""
    return {"triangle": point.triangle, "b0": round(point.b0, 4), "b1": round(point.b1, 4)}


def _on_charts(weights: Floats, site: SurfacePoint) -> dict[str, dict[str, Any]]:
    rules = load_zone_rules()
    felt = weights >= min(rules.essential, rules.spillover, rules.local)
    core = weights >= rules.essential
    charts = {}
    for view in load_charts():
        place = point_on_chart(view, site)
        parts = {
            "felt": outline_on_chart(view, felt),
            "core": outline_on_chart(view, core),
            "site": [round(step, 1) for step in place] if place else None,
        }
        if any(parts.values()):
            charts[view] = {part: shown for part, shown in parts.items() if shown}
    return charts
