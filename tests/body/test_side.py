import pytest

from filiform.body import Side


@pytest.mark.parametrize(
    ("side", "mirrored"),
    [(Side.LEFT, Side.RIGHT), (Side.RIGHT, Side.LEFT), (Side.MIDLINE, Side.MIDLINE)],
)
def test_a_mirror_swaps_left_and_right_and_keeps_the_midline(side: Side, mirrored: Side) -> None:
    assert side.mirrored is mirrored
    assert side.mirrored.mirrored is side


def test_a_side_is_written_as_a_word() -> None:
    assert [str(side) for side in Side] == ["left", "right", "midline"]
