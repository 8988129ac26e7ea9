"""Whether the pages of the atlas agree with each other, with the body and with the sources."""

from collections.abc import Collection, Iterator

from filiform.atlas.entries import Atlas, Laterality, Muscle
from filiform.atlas.errors import AtlasError, InconsistentEntryError, UnknownReferenceError
from filiform.body.areas import load_areas
from filiform.evidence import Mark, load_sources

Names = Collection[str]
Reference = tuple[str, str, Names, Names]
"""Key on the page, kind of thing, the ids named there, the ids that exist."""


def reference_problems(atlas: Atlas, *, muscle_ids: Names | None = None) -> Iterator[AtlasError]:
    """Yield an error for every id that a page borrows and nobody defines.

    Parameters
    ----------
    atlas
        The entries to check.
    muscle_ids
        Muscles that exist, where that is more than the atlas holds (a page that could not be
        read still defines its muscle); those of the atlas if omitted.
    """
    known = atlas.muscles.keys() if muscle_ids is None else muscle_ids
    for muscle in atlas.muscles.values():
        name = f"muscles/{muscle.id}.toml"
        for key, kind, named, existing in _references(muscle, atlas, known):
            for entry in named:
                if entry not in existing:
                    yield UnknownReferenceError(
                        f"{name}: key {key}: {kind} {entry!r} is unknown; "
                        f"correct the id or define the {kind}."
                    )
        for key, complaint in _contradictions(muscle):
            yield InconsistentEntryError(f"{name}: key {key}: {complaint}")


def _references(muscle: Muscle, atlas: Atlas, muscle_ids: Names) -> Iterator[Reference]:
    sources, areas = load_sources().keys(), load_areas().keys()
    movements = atlas.movements.keys()
    yield "restricted_movements", "movement", muscle.restricted_movements, movements
    yield "painful_movements", "movement", muscle.painful_movements, movements
    yield "satellites", "muscle", muscle.satellites, muscle_ids
    yield "key_muscles", "muscle", muscle.key_muscles, muscle_ids
    yield "verified_sources", "source", muscle.verified_sources, sources
    yield "background_sources", "source", muscle.background_sources, sources
    for place, frequency in enumerate(muscle.reported_frequencies, start=1):
        yield f"reported_frequencies[{place}].source", "source", (frequency.source,), sources
    for place, point in enumerate(muscle.trigger_points, start=1):
        for key, named in (
            ("local", point.local),
            ("essential", point.essential),
            ("spillover", point.spillover),
        ):
            yield f"trigger_points[{place}].{key}", "area", named, areas


def _contradictions(muscle: Muscle) -> Iterator[tuple[str, str]]:
    if muscle.mark is Mark.VERIFIED and not muscle.verified_sources:
        yield "verified_sources", "is empty, but mark V needs the source that was read."
    if not muscle.verified_sources and not muscle.background_sources:
        yield "background_sources", "is empty; a page needs at least one source."
    for key, named in (("satellites", muscle.satellites), ("key_muscles", muscle.key_muscles)):
        if muscle.id in named:
            yield key, "names the muscle itself; remove it."
    if muscle.laterality is Laterality.MIDLINE:
        areas = load_areas()
        for place, point in enumerate(muscle.trigger_points, start=1):
            for area in point.local:
                if area in areas and not areas[area].midline:
                    yield (
                        f"trigger_points[{place}].local",
                        f"{area!r} exists on both sides, but the muscle lies in the midline.",
                    )
