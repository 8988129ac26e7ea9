"""Landmarks: on the skin, on their side, mirrored, each with a source."""

import numpy as np
import pytest

from filiform.body.errors import SurfaceDataError, UnknownLandmarkError
from filiform.body.landmarks import load_landmarks, parse_landmarks, require_landmark
from filiform.body.side import Side

ENTRY = (
    '[[landmarks]]\nid = "c7"\nside = "midline"\ntriangle = 7\nb0 = 0.5\nb1 = 0.5\n'
    'definition = "spine"\nsource = "BODY-PROPOSAL"\nmark = "P"\n'
)


def test_every_landmark_lies_on_its_side_and_has_its_twin() -> None:
    landmarks = load_landmarks()

    assert len({name for name, _ in landmarks}) > 60
    for (name, side), landmark in landmarks.items():
        assert landmark.point.side is side, name
        twin = landmarks[name, side.mirrored].point
        np.testing.assert_allclose(
            twin.position(), landmark.point.position() * [-1, 1, 1], atol=1e-5, err_msg=name
        )


def test_a_landmark_of_the_midline_belongs_to_both_sides() -> None:
    assert require_landmark("c7", Side.LEFT) is require_landmark("c7", Side.RIGHT)


def test_an_unknown_landmark_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownLandmarkError, match=r"no landmark 'acromion_tp'.*acromion_tip"):
        require_landmark("acromion_tp", Side.LEFT)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("landmarks = 3", "rebuild it"),
        ("[[landmarks]]\nid = 1", "side"),
        (ENTRY + ENTRY, "c7 midline is defined twice"),
        (ENTRY.replace("= 7", "= -7"), "triangle: came -7"),
        (ENTRY.replace('"P"', '"X"'), "'X'"),
        (ENTRY.replace("BODY-PROPOSAL", "NOBODY"), "NOBODY"),
        ("not toml", "rebuild it"),
    ],
)
def test_a_damaged_list_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(SurfaceDataError, match=complaint):
        parse_landmarks(text)
