"""What the browser knows of every vertex is what the surface says."""

import pytest

from filiform.body import load_surface

skin = pytest.importorskip("tools.body.skin")


def test_the_browsers_copy_of_the_skin_is_that_of_the_surface() -> None:
    shipped = (skin.FOLDER / "skin.json").read_text(encoding="utf-8")

    assert shipped == skin.skin_json(load_surface()), "run make body"
