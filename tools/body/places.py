"""Where the vertices of the surface lie on a chart, so that a stroke finds the skin it covers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from tools.body.areas import vertex_normals
from tools.body.raster import Cast
from tools.body.views import Skin, View

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

STEPS_PER_UNIT = 32
# A vertex this far behind what the cast saw near it is still seen: casts have pixels.
BEHIND_MM = 3.0
# Cosine of the angle to the viewer; skin seen edge-on is the rim.
FACING_AT_LEAST = 0.0


@dataclass(frozen=True, slots=True)
class Places:
    """Visible vertices ``(k,)`` and where they are ``(k, 2)``, x and y."""

    vertices: IntArray
    at: FloatArray

    def scaled(self, across: float, down: float) -> "Places":
        return Places(self.vertices, self.at * (across, down))

    def shifted(self, shift: FloatArray) -> "Places":
        return Places(self.vertices, self.at + shift)

    def of_mirrored(self, mirror: IntArray) -> "Places":
        """Return the same places for the opposite vertices."""
        return Places(mirror[self.vertices], self.at)

    def with_mirrored(self, mirror: IntArray) -> "Places":
        """Add the opposite vertices on the other side of x = 0."""
        paired = mirror[self.vertices] != self.vertices
        return Places(
            np.concatenate([self.vertices, mirror[self.vertices[paired]]]),
            np.concatenate([self.at, self.at[paired] * (-1.0, 1.0)]),
        )

    def in_steps(self) -> IntArray:
        """Return the places as whole steps, ``(k, 2)``."""
        return np.rint(self.at * STEPS_PER_UNIT).astype(np.int64)


NOWHERE = Places(np.zeros(0, dtype=np.int64), np.zeros((0, 2)))


def find_places(skin: Skin, view: View, cast: Cast) -> Places:
    """Return the vertices of the left half that a view shows, in millimetres of the view."""
    shown = np.unique(skin.triangles[view.shows(skin)])
    seen = skin.vertices[shown] @ view.frame.T * (1.0, -1.0, 1.0)
    towards = vertex_normals(skin.vertices, skin.triangles)[shown] @ view.frame[2]
    pixel = np.floor(seen[:, :2] / cast.pixel_mm).astype(np.int64) - (cast.left, cast.top)
    height, width = cast.depth.shape
    legal = ((pixel >= 0) & (pixel < (width, height))).all(axis=1)
    column, row = np.where(legal[:, None], pixel, 0).T
    filled = np.where(np.isnan(cast.depth), np.inf, cast.depth)
    nearby = ndimage.minimum_filter(filled, size=3)[row, column]
    kept = legal & (seen[:, 2] > nearby - BEHIND_MM) & (towards > FACING_AT_LEAST)
    return Places(shown[kept], seen[kept, :2])
