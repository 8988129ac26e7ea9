"""The zone of a trigger point as the islands read it: the codec of strokes, and its site."""

from functools import lru_cache
from typing import Any

import numpy as np

from filiform.atlas import referral_weights, site_point
from filiform.body import (
    Side,
    SurfaceDrawing,
    SurfaceMark,
    SurfacePoint,
    surface_drawing_as_json,
)

STRONGEST = 10
KEPT = 128
"""Zones a clinic looks at again and again; each is a few kilobytes."""


@lru_cache(maxsize=KEPT)
def zone_as_json(trigger_point: str, side: Side) -> dict[str, Any]:
    """Return weights over the skin and the place where the point is looked for.

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
    return {"zone": zone, "sites": [site_as_json(site_point(trigger_point, side))]}


def site_as_json(point: SurfacePoint) -> dict[str, float]:
    """Return a place on the skin: a triangle and the weights of two of its corners."""
    return {"triangle": point.triangle, "b0": round(point.b0, 4), "b1": round(point.b1, 4)}
