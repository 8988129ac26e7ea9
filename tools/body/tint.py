"""The neutral clothes of the figure: which skin they cover, and how it is coloured."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from tools.body.areas import Quantity, margin
from tools.body.mesh import FloatArray
from tools.body.shape import Skin

TINT_FILE = Path(__file__).with_name("tint.toml")


def load_tints() -> dict[str, Any]:
    return tomllib.loads(TINT_FILE.read_text(encoding="utf-8"))


def cover_of(
    skin: Skin, garment: Mapping[str, Any], places: Mapping[str, Quantity], blend_mm: float
) -> FloatArray:
    """How much a garment covers each vertex, ``(n,)`` from 0 to 1."""
    stems = np.array([name.partition(".")[0] for name in skin.segment_names])[skin.segment]
    inside = np.full(len(skin.vertices), np.inf)
    for condition in garment["where"]:
        inside = np.minimum(inside, margin(condition, places))
    cover = np.clip(0.5 + inside / blend_mm, 0.0, 1.0) * np.isin(stems, garment["in"])
    right = skin.vertices[:, 0] < 0
    cover[right] = cover[skin.mirror[right]]
    return cover


def colours_of(
    shape: str, covers: Mapping[str, FloatArray], tints: Mapping[str, Any]
) -> FloatArray:
    """Colour of every vertex of a shape, ``(n, 3)``, linear, from 0 to 1."""
    count = len(next(iter(covers.values())))
    colour = np.tile(np.array(tints["skin_colour"]), (count, 1))
    for name, garment in tints["garments"].items():
        if shape in garment["shapes"]:
            share = covers[name][:, None]
            colour = (1 - share) * colour + share * np.array(garment["colour"])
    return colour
