"""The committed surface comes from the published mesh, and from nothing else."""

from pathlib import Path

import numpy as np
import pytest
from tools.body.surface import PACKAGE_DATA, SURFACE_FILE, build

pytestmark = pytest.mark.body

# Other processors round sums differently; a step of the stored positions is 31 micrometres.
ONE_STEP_M = 1 / 32768


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("body")
    assert build(folder).faults == ()
    return folder


def test_the_arrays_are_those_that_ship(rebuilt: Path) -> None:
    with (
        np.load(rebuilt / "surface" / "surface.npz") as made,
        np.load(PACKAGE_DATA / "surface" / "surface.npz") as shipped,
    ):
        assert sorted(made.files) == sorted(shipped.files)
        for name in made.files:
            if name.startswith("vertices_"):
                assert np.abs(made[name] - shipped[name]).max() <= ONE_STEP_M, name
            else:
                assert np.array_equal(made[name], shipped[name]), name


def test_the_borders_are_those_that_ship(rebuilt: Path) -> None:
    with (
        np.load(rebuilt / "surface" / "borders.npz") as made,
        np.load(PACKAGE_DATA / "surface" / "borders.npz") as shipped,
    ):
        for name in ("starts", "between", "corners"):
            assert np.array_equal(made[name], shipped[name]), name
        assert np.abs(made["shares"].astype(int) - shipped["shares"].astype(int)).max() <= 1


@pytest.mark.parametrize("name", ["surface/landmarks.toml", "SOURCES.md"])
def test_the_texts_are_those_that_ship(rebuilt: Path, name: str) -> None:
    assert (rebuilt / name).read_text("utf-8") == (PACKAGE_DATA / name).read_text("utf-8")


def test_the_shapes_for_the_browser_are_those_that_ship(rebuilt: Path) -> None:
    made = sorted((rebuilt / "shapes").iterdir())
    # skin.json is made from the finished surface, in a step of its own; tests/body/test_skin.py
    # holds it against what ships.
    shipped_names = {file.name for file in (PACKAGE_DATA / "shapes").iterdir()} - {"skin.json"}
    assert [file.name for file in made] == sorted(shipped_names)
    for file in made:
        shipped = (PACKAGE_DATA / "shapes" / file.name).read_bytes()
        assert abs(len(file.read_bytes()) - len(shipped)) < 64, file.name


@pytest.fixture(scope="module")
def redrawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    charts = pytest.importorskip("tools.body.charts", reason="needs requirements/body.txt")
    folder = tmp_path_factory.mktemp("charts")
    charts.make_charts(SURFACE_FILE, folder)
    return folder


def test_the_charts_are_those_that_ship(redrawn: Path) -> None:
    shipped = PACKAGE_DATA / "charts"

    assert (redrawn / "charts.toml").read_text("utf-8") == (shipped / "charts.toml").read_text(
        "utf-8"
    )
    for chart in redrawn.glob("*.svg"):
        # A border may round to another tenth; its shape and size stay.
        expected = (shipped / chart.name).stat().st_size
        assert chart.stat().st_size == pytest.approx(expected, rel=0.01), chart.name


def test_the_places_on_the_charts_are_those_that_ship(redrawn: Path) -> None:
    with (
        np.load(redrawn / "charts.npz") as made,
        np.load(PACKAGE_DATA / "charts" / "charts.npz") as shipped,
    ):
        assert sorted(made.files) == sorted(shipped.files)
        for name in made.files:
            if name.endswith(".places"):
                apart = made[name].astype(int) - shipped[name].astype(int)
                assert np.abs(apart).max(initial=0) <= 1, name
            else:
                assert np.array_equal(made[name], shipped[name]), name
