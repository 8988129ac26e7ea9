"""What an episode is about: a client sampled from the model, and the complaint in words."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from filiform.atlas import load_atlas
from filiform.body import PainDrawing, Side, load_areas
from filiform.clinic.demo.people import load_plot
from filiform.localise import SimulatedClient, sample_client

NAMED_REGIONS = 2


def sample_complaint(rng: np.random.Generator) -> SimulatedClient:
    """Sample a client whose active points lie in one part of the body, on one side.

    The model draws the points anywhere; clients with several unrelated complaints are passed
    over, since an episode is about one.
    """
    plot = load_plot()
    parts = list(plot["part"].values())
    part = parts[int(rng.choice(len(parts), p=[part["share"] for part in parts]))]
    shares = plot["truth"]["share_by_count"]
    count = 1 + int(rng.choice(len(shares), p=shares))
    while True:
        client = sample_client(load_atlas(), rng, active=(count, count))
        if _is_one_complaint(client, part, most_stray=plot["truth"]["stray_areas"]):
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


def _is_one_complaint(client: SimulatedClient, part: Mapping[str, Any], *, most_stray: int) -> bool:
    atlas, areas = load_atlas(), load_areas()
    muscles = [atlas.trigger_points[point.trigger_point].muscle for point in client.active]
    regions = {atlas.muscles[muscle].region for muscle in muscles}
    if not regions <= set(part["muscles"]) or len({point.side for point in client.active}) > 1:
        return False
    stray = [m for m in client.drawing.marks if areas[m.area].region not in part["areas"]]
    return len(stray) <= most_stray and len(stray) < len(client.drawing.marks)
