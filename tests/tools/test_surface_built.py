"""What the built surface must be. Skipped where it was not built."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy", reason="needs the packages of requirements/body.txt")

from tools.body.checks import SurfaceReport, inspect_surface
from tools.body.surface import SURFACE_FILE, VERSION, load_rule_settings

from filiform.body.areas import load_areas

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "body-sources.md"

pytestmark = pytest.mark.skipif(
    not SURFACE_FILE.exists(), reason="not built; run `python -m tools.body.surface`"
)


@pytest.fixture(scope="module")
def surface() -> dict[str, np.ndarray]:
    with np.load(SURFACE_FILE) as arrays:
        return dict(arrays)


@pytest.fixture(scope="module")
def report(surface: dict[str, np.ndarray]) -> SurfaceReport:
    settings = load_rule_settings()
    on_skin = {
        area.id: frozenset(area.neighbours)
        for area in load_areas().values()
        if area.id not in settings["inside_the_mouth"]
    }
    return inspect_surface(
        surface["vertices"], surface["triangles"].astype(np.int64),
        surface["mirror"].astype(np.int64), surface["area"].astype(np.int64),
        [str(name) for name in surface["area_names"]], on_skin, settings["small_areas"],
    )  # fmt: skip


def test_it_is_closed_mirrored_and_every_area_is_one_piece(report: SurfaceReport) -> None:
    assert report.faults == ()
    assert report.sided_areas == 310


def test_it_has_the_size_of_a_person(report: SurfaceReport) -> None:
    # 1.73 m and about 62 kg give 1.73 m2 of skin by the formula of Mosteller.
    assert report.skin_m2 == pytest.approx(1.73, abs=0.03)
    assert 58 < report.volume_l < 66


def test_nearly_all_neighbours_of_the_atlas_touch_on_the_skin(report: SurfaceReport) -> None:
    assert report.in_both / report.in_atlas > 0.9


def test_it_stands_on_the_floor_with_left_on_the_left(surface: dict[str, np.ndarray]) -> None:
    vertices = surface["vertices"]
    left_hand = np.char.startswith(surface["segment_names"][surface["segment"]], "hand.left")

    assert abs(vertices[:, 1].min()) < 0.001
    assert vertices[left_hand, 0].min() > 0.2
    assert str(surface["version"]) == VERSION


def test_the_document_lists_every_input_with_its_checksum() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")

    for line in (SURFACE_FILE.parent / "inputs.sha256").read_text(encoding="utf-8").splitlines():
        digest, path = line.split()
        assert f"| `{path}` | `{digest}` |" in document
