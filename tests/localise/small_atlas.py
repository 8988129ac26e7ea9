"""A few muscles of the real atlas: small enough to enumerate, wired as in reality."""

from collections.abc import Sequence

from filiform.atlas import Atlas, load_atlas


def cut_atlas(muscle_ids: Sequence[str]) -> Atlas:
    whole = load_atlas()
    muscles = {muscle_id: whole.muscles[muscle_id] for muscle_id in muscle_ids}
    return Atlas(
        version=f"{whole.version}-cut",
        muscles=muscles,
        trigger_points={
            point.id: point for muscle in muscles.values() for point in muscle.trigger_points
        },
        movements=whole.movements,
    )
