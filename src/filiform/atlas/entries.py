"""The entries of the atlas."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from filiform.atlas.errors import UnknownMuscleError
from filiform.evidence import Mark

NEAREST = 3
"""Muscles that are proposed in place of an unknown one."""


class Confidence(StrEnum):
    """Our own judgement of how sure a muscle's pattern is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Laterality(StrEnum):
    """Whether a muscle exists once per side or once per body."""

    BILATERAL = "bilateral"
    MIDLINE = "midline"


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement that is tested or asked about."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class TriggerPoint:
    """One usual place of a trigger point in a muscle, and where its pain is felt.

    Parameters
    ----------
    id
        ``<muscle>.trp<number>``; the numbering is the project's own.
    location
        Where a finger looks for it, in words.
    local
        Areas over the point itself, where it is palpated.
    essential
        Core of the referred pain, felt by nearly everyone with this point.
    spillover
        Felt by some, or when the point is very irritable.
    """

    id: str
    muscle: str
    number: int
    location: str
    local: tuple[str, ...]
    essential: tuple[str, ...]
    spillover: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportedFrequency:
    """A published frequency, in words, with its source."""

    statement: str
    source: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Muscle:
    """One muscle, on each side of the body unless it lies in the midline.

    Parameters
    ----------
    clinical_frequency
        3 met weekly, 2 regularly, 1 rare or special; an estimate.
    mark
        ``V`` if the main referral was read in a verified source, ``M`` if from memory.
    restricted_movements
        Movements that stretch it: range is lost or the end hurts.
    painful_movements
        Movements that load it, above all when it is short.
    mimics
        Conditions that give a similar picture; not a red-flag screen.
    satellites, key_muscles
        Muscles that tend to follow this one, and those that tend to set it off.
    """

    id: str
    name: str
    abbreviation: str
    group: str
    region: str
    laterality: Laterality
    nerve: str
    segments: str
    actions: tuple[str, ...]
    clinical_frequency: int
    mark: Mark
    confidence: Confidence
    verified_sources: tuple[str, ...]
    background_sources: tuple[str, ...]
    restricted_movements: tuple[str, ...]
    painful_movements: tuple[str, ...]
    provoking_activities: tuple[str, ...]
    mimics: tuple[str, ...]
    satellites: tuple[str, ...]
    key_muscles: tuple[str, ...]
    reported_frequencies: tuple[ReportedFrequency, ...]
    trigger_points: tuple[TriggerPoint, ...]


@dataclass(frozen=True, slots=True)
class Atlas:
    """All muscles, trigger points and movements, by id, read-only.

    Parameters
    ----------
    version
        The declared version and a digest of the files: any change of content changes it.
    """

    version: str
    muscles: Mapping[str, Muscle]
    trigger_points: Mapping[str, TriggerPoint]
    movements: Mapping[str, Movement]

    def muscle(self, muscle_id: str) -> Muscle:
        """Return a muscle by its id.

        Raises
        ------
        UnknownMuscleError
            If there is none; the message names the nearest ids.
        """
        try:
            return self.muscles[muscle_id]
        except KeyError:
            near = self._near(muscle_id)
            advice = (
                f"did you mean {' or '.join(near)}?" if near else "an id looks like: infraspinatus."
            )
            raise UnknownMuscleError(f"no muscle has the id {muscle_id!r}; {advice}") from None

    def _near(self, word: str) -> tuple[str, ...]:
        """Return up to three ids that resemble a word: by their parts, else by name."""
        parts = word.lower().replace("_", " ").split()
        by_parts = [key for key in self.muscles if parts and _begin(parts, key.split("_"))]
        id_by_name = {
            name.lower(): muscle.id
            for muscle in self.muscles.values()
            for name in (muscle.name, muscle.abbreviation, muscle.group, muscle.id)
        }
        by_name = difflib.get_close_matches(word.lower(), id_by_name, n=6, cutoff=0.55)
        near = (*by_parts, *(id_by_name[name] for name in by_name))
        return tuple(dict.fromkeys(near))[:NEAREST]


def _begin(parts: list[str], words: list[str]) -> bool:
    """Whether each part begins some word: ``upper trap`` and ``trapezius_upper``."""
    return all(any(word.startswith(part) for word in words) for part in parts)
