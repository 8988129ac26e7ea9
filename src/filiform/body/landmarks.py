"""Points of the body that a hand can find, on the surface."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from filiform.body.errors import SurfaceDataError, UnknownLandmarkError
from filiform.body.point import SurfacePoint
from filiform.body.side import Side
from filiform.errors import FiliformError
from filiform.evidence import Mark, require_source

LANDMARKS_FILE = "landmarks.toml"


@dataclass(frozen=True, slots=True)
class Landmark:
    """A named point of the body, once on each side or once in the midline.

    Parameters
    ----------
    point
        Where it lies on the skin. Carried from the canonical shape to the others: expect 5 to
        15 mm error for what a hand can feel, 20 to 30 mm for spinous levels.
    definition
        How it is found, in words.
    source
        Key of the source of the definition.
    mark
        How far the position has been checked.
    """

    id: str
    side: Side
    point: SurfacePoint
    definition: str
    source: str
    mark: Mark


@cache
def load_landmarks() -> Mapping[tuple[str, Side], Landmark]:
    """Read the landmarks that ship with the package, by id and side, read-only.

    Raises
    ------
    SurfaceDataError
        If the file is damaged, a landmark stands twice or lies off the surface.
    """
    text = (files("filiform.body") / "data" / "surface" / LANDMARKS_FILE).read_text("utf-8")
    return parse_landmarks(text)


def parse_landmarks(text: str) -> Mapping[tuple[str, Side], Landmark]:
    """Read landmarks from the text of a TOML file; raises as :func:`load_landmarks`."""
    landmarks: dict[tuple[str, Side], Landmark] = {}
    try:
        for entry in tomllib.loads(text)["landmarks"]:
            landmark = _landmark(entry)
            if (landmark.id, landmark.side) in landmarks:
                raise SurfaceDataError(
                    f"{LANDMARKS_FILE}: {landmark.id} {landmark.side} is defined twice; keep one."
                )
            landmarks[landmark.id, landmark.side] = landmark
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, SurfaceDataError):
            raise
        reason = error if isinstance(error, FiliformError) else repr(error)
        raise SurfaceDataError(f"{LANDMARKS_FILE}: {reason}; rebuild it with make body.") from error
    return MappingProxyType(landmarks)


def require_landmark(landmark_id: str, side: Side) -> Landmark:
    """Return a landmark as seen from one side: one in the midline belongs to both.

    Raises
    ------
    UnknownLandmarkError
        If there is none; the message names the nearest ids.
    """
    landmarks = load_landmarks()
    for key in ((landmark_id, side), (landmark_id, Side.MIDLINE)):
        if key in landmarks:
            return landmarks[key]
    near = difflib.get_close_matches(landmark_id, {name for name, _ in landmarks}, n=3)
    advice = f"did you mean {' or '.join(near)}?" if near else f"see {LANDMARKS_FILE}."
    raise UnknownLandmarkError(f"no landmark {landmark_id!r} on the {side} side; {advice}")


def _landmark(entry: Mapping[str, Any]) -> Landmark:
    landmark_id = str(entry["id"])
    return Landmark(
        id=landmark_id,
        side=Side(entry["side"]),
        point=SurfacePoint(int(entry["triangle"]), float(entry["b0"]), float(entry["b1"])),
        definition=str(entry["definition"]),
        source=require_source(str(entry["source"]), cited_in=LANDMARKS_FILE).key,
        mark=Mark(entry["mark"]),
    )
