"""The views of which charts are made: what is shown, from where, how finely."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tools.body.surface import SURFACE_FILE

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Vector = tuple[float, float, float]

MILLIMETRES = 1000.0

FINGERS = tuple(f"finger{number}.left" for number in range(1, 6))
TOES = tuple(f"toe{number}.left" for number in range(1, 6))
HAND = ("forearm.left", "hand.left", *FINGERS)
FOOT = ("shank.left", "foot.left", *TOES)
LEG = ("thigh.left", *FOOT)
TORSO = ("head", "neck", "trunk")
BODY = (*TORSO, "arm.left", *HAND, *LEG)
SHOULDER_CAP = (
    "acromion.left", "shoulder_anterior.left", "shoulder_lateral.left", "shoulder_posterior.left",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Skin:
    """The left half of the labelled surface, in millimetres; ``mirror`` leads to the right half."""

    vertices: FloatArray
    triangles: IntArray
    mirror: IntArray
    area: IntArray
    area_names: tuple[str, ...]
    segment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fineness:
    """How finely a view is cast and drawn.

    ``scale`` is the size of a millimetre on the chart. ``calm_mm`` is the width of the smoothing of
    the borders between areas, ``outline_mm`` that of the outline; patches below ``smallest_mm2``
    are left to their neighbours. A jump in depth of ``step_mm`` draws a line, and so does skin that
    bends inwards by ``bend`` (1/mm) when looked at through a window of ``fold_mm``.
    """

    pixel_mm: float
    scale: float
    calm_mm: float
    outline_mm: float
    smallest_mm2: float
    step_mm: float
    fold_mm: float = 1.0
    bend: float = np.inf


OF_FRONT = Fineness(
    pixel_mm=1.0, scale=0.6, calm_mm=4.5, outline_mm=7.0, smallest_mm2=40.0, step_mm=9.0,
    fold_mm=2.5, bend=0.085,
)  # fmt: skip
# The folds of the back are wide and soft.
OF_BACK = replace(OF_FRONT, fold_mm=4.0, bend=0.026)
OF_HEAD = Fineness(
    pixel_mm=0.5, scale=1.9, calm_mm=3.0, outline_mm=4.5, smallest_mm2=20.0, step_mm=5.0,
    fold_mm=2.0, bend=0.105,
)  # fmt: skip
OF_HAND_OR_FOOT = Fineness(
    pixel_mm=0.4, scale=2.4, calm_mm=2.5, outline_mm=4.0, smallest_mm2=20.0, step_mm=4.0
)
HEAD_TALL_MM, HAND_TALL_MM, FOOT_TALL_MM = 275.0, 250.0, 215.0


@dataclass(frozen=True, slots=True)
class View:
    """One cast of the left half of the body, and what becomes of it.

    A view that is ``whole`` joins the cast with its mirror image in one chart; ``turned`` then puts
    the patient's left on the left of the screen. Of other views the cast gives the chart of the
    left, and its mirror image that of the right.

    ``frame (3, 3)`` has the directions right, up and towards the viewer as rows. ``tall_mm`` keeps
    only that much, measured from the top or the bottom of what is shown.
    """

    name: str
    label: str
    frame: FloatArray
    segments: tuple[str, ...]
    fine: Fineness
    whole: bool = False
    turned: bool = False
    besides: tuple[str, ...] = ()
    tall_mm: float = np.inf
    measured_from: Literal["top", "bottom"] = "top"

    def shows(self, skin: Skin) -> BoolArray:
        """Pick the triangles ``(m,)`` of the segments, and of the areas besides."""
        of_segment = np.array([name in self.segments for name in skin.segment])
        besides = [number for number, name in enumerate(skin.area_names) if name in self.besides]
        shown = of_segment | np.isin(skin.area, besides)
        return np.asarray(shown[skin.triangles].all(axis=1))


def load_skin(file: Path = SURFACE_FILE) -> Skin:
    """Read the surface and keep its left half; the right one is the mirror image."""
    stored = np.load(file)
    vertices = stored["vertices_male_average"].astype(float) * MILLIMETRES
    triangles = stored["triangles"].astype(np.int64)
    left = (vertices[triangles, 0] >= 0).all(axis=1)
    segment_names = [str(name) for name in stored["segment_names"]]
    return Skin(
        vertices=vertices,
        triangles=triangles[left],
        mirror=stored["mirror"].astype(np.int64),
        area=stored["area"].astype(np.int64),
        area_names=tuple(str(name) for name in stored["area_names"]),
        segment=tuple(segment_names[index] for index in stored["segment"]),
    )


def all_views(skin: Skin) -> tuple[View, ...]:
    """Return the views in the order in which they are offered."""
    palm, back_of_hand = _hand_frame(skin, 1.0), _hand_frame(skin, -1.0)
    front = _frame((1, 0, 0), (0, 0, 1))
    back = front * ((1.0,), (1.0,), (-1.0,))
    side = _frame((0, 0, -1), (1, 0, 0))
    above, below = _frame((1, 0, 0), (0, 0.82, 0.57)), _frame((1, 0, 0), (0, -1, 0))
    return (
        View("front", "Front", front, BODY, OF_FRONT, whole=True),
        View("back", "Back", back, BODY, OF_BACK, whole=True, turned=True),
        View("", "{Side} side", side, (*TORSO, *LEG), OF_FRONT, besides=SHOULDER_CAP),
        View("head_front", "Head, front", front, BODY, OF_HEAD, whole=True,
             tall_mm=HEAD_TALL_MM),
        View("head_back", "Head, back", back, BODY, OF_HEAD, whole=True, turned=True,
             tall_mm=HEAD_TALL_MM),
        View("head", "Head, {side} side", side, BODY, OF_HEAD, tall_mm=HEAD_TALL_MM),
        View("hand_palmar", "{Side} hand, palm", palm, HAND, OF_HAND_OR_FOOT,
             tall_mm=HAND_TALL_MM),
        View("hand_dorsal", "{Side} hand, back", back_of_hand, HAND, OF_HAND_OR_FOOT,
             tall_mm=HAND_TALL_MM),
        View("foot_dorsal", "{Side} foot, top", above, FOOT, OF_HAND_OR_FOOT,
             tall_mm=FOOT_TALL_MM, measured_from="bottom"),
        View("foot_plantar", "{Side} foot, sole", below, ("foot.left", *TOES), OF_HAND_OR_FOOT),
    )  # fmt: skip


def _frame(right: Vector, towards: Vector) -> FloatArray:
    depth = np.array(towards) / np.linalg.norm(towards)
    return np.stack([np.array(right, dtype=float), np.cross(depth, right), depth])


def _hand_frame(skin: Skin, forwards: float) -> FloatArray:
    """Stand before (1) or behind (-1) the left hand, whose fingers point up on the screen."""
    segment = np.array(skin.segment)
    up = skin.vertices[segment == "finger3.left"].mean(axis=0)
    up -= skin.vertices[segment == "forearm.left"].mean(axis=0)
    up /= np.linalg.norm(up)
    depth = np.array([0, 0, forwards])
    depth -= up * (up @ depth)
    depth /= np.linalg.norm(depth)
    return np.stack([np.cross(up, depth), up, depth])
