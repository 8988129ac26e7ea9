"""What an episode is about: a client sampled from the model, and the complaint in words."""

from collections import Counter
from collections.abc import Collection

import numpy as np

from filiform.atlas import load_atlas
from filiform.body import PainDrawing, Side, load_areas
from filiform.clinic.demo.people import load_plot
from filiform.localise import SidedPoint, SimulatedClient, sample_client

NAMED_REGIONS = 2


def sample_complaint(rng: np.random.Generator) -> SimulatedClient:
    """Sample a client whose active points lie in one part of the body, on one side.

    An episode is about one complaint: clients who paint much elsewhere as well are passed over.
    """
    plot = load_plot()
    parts = list(plot["part"].values())
    part = parts[int(rng.choice(len(parts), p=[part["share"] for part in parts]))]
    shares = plot["truth"]["share_by_count"]
    count = 1 + int(rng.choice(len(shares), p=shares))
    among = _points_of(part["muscles"], Side(rng.choice([Side.LEFT, Side.RIGHT])))
    while True:
        client = sample_client(load_atlas(), rng, active=(count, count), among=among)
        if _is_one_complaint(client, part["areas"], most_stray=plot["truth"]["stray_areas"]):
            return client


def complaint_in_words(drawing: PainDrawing) -> str:
    """Return a complaint as a clinician would write it, ``Right shoulder and arm pain``."""
    areas = load_areas()
    pain_by_region: Counter[str] = Counter()
    pain_by_side: Counter[Side] = Counter()
    for mark in drawing.marks:
        pain_by_region[areas[mark.area].region] += mark.intensity
        pain_by_side[mark.side] += mark.intensity
    regions = [name.replace("_", " ") for name, _ in pain_by_region.most_common(NAMED_REGIONS)]
    words = f"{' and '.join(regions)} pain"
    side = pain_by_side.most_common(1)[0][0]
    return words.capitalize() if side is Side.MIDLINE else f"{side.value.capitalize()} {words}"


def _points_of(regions: Collection[str], side: Side) -> frozenset[SidedPoint]:
    """Return the trigger points of the muscles of some regions, on one side."""
    atlas = load_atlas()
    return frozenset(
        SidedPoint(point.id, side)
        for muscle in atlas.muscles.values()
        if muscle.region in regions
        for point in muscle.trigger_points
    )


def _is_one_complaint(
    client: SimulatedClient, regions: Collection[str], *, most_stray: int
) -> bool:
    """Whether most of the drawing lies in some regions."""
    areas = load_areas()
    stray = [mark for mark in client.drawing.marks if areas[mark.area].region not in regions]
    return len(stray) <= most_stray and len(stray) < len(client.drawing.marks)
