"""Whether the pages of the atlas agree with each other, with the body and with the sources."""

from collections.abc import Iterator

from filiform.atlas.entries import Atlas, Muscle
from filiform.atlas.errors import AtlasError, UnknownReferenceError
from filiform.body.areas import load_areas
from filiform.evidence import Mark, load_sources


def check_references(atlas: Atlas, *, found: list[AtlasError] | None = None) -> None:
    """Check every id that one page borrows from another file.

    Parameters
    ----------
    atlas
        The entries to check.
    found
        Collects every error; if omitted the first one is raised.

    Raises
    ------
    UnknownReferenceError
        If an area, movement, muscle or source is unknown; the message names file and key.
    """
    for muscle in atlas.muscles.values():
        for error in _errors(muscle, atlas):
            if found is None:
                raise error
            found.append(error)


def _errors(muscle: Muscle, atlas: Atlas) -> Iterator[AtlasError]:
    file_name = f"muscles/{muscle.id}.toml"
    for key, kind, named, known in (
        ("restricted_movements", "movement", muscle.restricted_movements, atlas.movements),
        ("painful_movements", "movement", muscle.painful_movements, atlas.movements),
        ("satellites", "muscle", muscle.satellites, atlas.muscles),
        ("key_muscles", "muscle", muscle.key_muscles, atlas.muscles),
        ("verified_sources", "source", muscle.verified_sources, load_sources()),
        ("background_sources", "source", muscle.background_sources, load_sources()),
        *(
            (f"trigger_points.{key}", "area", named, load_areas())
            for point in muscle.trigger_points
            for key, named in (
                ("local", point.local),
                ("essential", point.essential),
                ("spillover", point.spillover),
            )
        ),
        (
            "reported_frequencies.source",
            "source",
            tuple(frequency.source for frequency in muscle.reported_frequencies),
            load_sources(),
        ),
    ):
        for name in named:
            if name not in known:
                yield UnknownReferenceError(f"{file_name}: key {key}: unknown {kind} {name!r}.")
    if muscle.mark is Mark.VERIFIED and not muscle.verified_sources:
        yield AtlasError(f"{file_name}: key verified_sources: mark V needs at least one source.")
    for point in muscle.trigger_points:
        if not point.essential or not point.local:
            yield AtlasError(
                f"{file_name}: {point.id} needs at least one local and one essential area."
            )
