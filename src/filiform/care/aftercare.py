"""What the patient takes home, and after which needlings the lung is asked about again."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from filiform.care.errors import CareFileError
from filiform.care.session import Needling
from filiform.care.told import Told, told, words
from filiform.evidence import Mark, UnknownSourceError
from filiform.safety import SiteSurvey, UnsurveyedRegionError

FILE_NAME = "aftercare.toml"
LUNG = "lung"
"""Id of the part that only a needle over the lung field brings."""


@dataclass(frozen=True, slots=True)
class AftercarePart:
    """One part of the sheet."""

    id: str
    title_by_language: Mapping[str, str]
    lines: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Aftercare:
    """The whole sheet, and the hours after which a needle over the lung field is asked about."""

    version: str
    parts: tuple[AftercarePart, ...]
    ask_again_hours: tuple[int, ...]
    ask_again_mark: Mark

    def parts_for(self, *, lung: bool) -> tuple[AftercarePart, ...]:
        """Return the parts of a sheet, the lung first where it belongs to it."""
        kept = [part for part in self.parts if lung or part.id != LUNG]
        return tuple(sorted(kept, key=lambda part: part.id != LUNG))


def needlings_over_lung(needlings: Iterable[Needling], survey: SiteSurvey) -> tuple[Needling, ...]:
    """Return the needlings whose path can meet the lung.

    A muscle that nobody surveyed counts as one of them; so does one of which any site that can be
    meant lies beside the lung.
    """
    return tuple(needling for needling in needlings if _over_lung(needling, survey))


def _over_lung(needling: Needling, survey: SiteSurvey) -> bool:
    try:
        sites = survey.sites_of(needling.muscle)
    except UnsurveyedRegionError:
        return True
    at_point = [
        s for s in sites if needling.trigger_point and needling.trigger_point in s.trigger_points
    ]
    return any(site.over_lung for site in at_point or sites)


@cache
def load_aftercare() -> Aftercare:
    """Read the packaged sheet once.

    Raises
    ------
    CareFileError
        If the file breaks a rule; the message names the place.
    """
    path = files("filiform.care") / "data" / FILE_NAME
    return parse_aftercare(path.read_text(encoding="utf-8"))


def parse_aftercare(content: str) -> Aftercare:
    """Check the content of an aftercare file and make its values.

    Raises
    ------
    CareFileError
        As :func:`load_aftercare`.
    """
    try:
        table = tomllib.loads(content)
        hours = tuple(sorted(table["ask_again"]["hours"]))
        made = Aftercare(
            version=table["version"],
            parts=tuple(_part(entry) for entry in table["part"]),
            ask_again_hours=hours,
            ask_again_mark=Mark(table["ask_again"]["mark"]),
        )
    except tomllib.TOMLDecodeError as error:
        raise CareFileError(f"{FILE_NAME}: not valid TOML: {error}") from error
    except UnknownSourceError:
        raise  # a KeyError as well, but one that already says what is missing
    except KeyError as error:
        raise CareFileError(f"{FILE_NAME}: {error.args[0]!r} is missing.") from error
    if not hours or any(type(hour) is not int or hour <= 0 for hour in hours):
        raise CareFileError(f"{FILE_NAME}: ask_again.hours came as {hours}; whole hours expected.")
    if LUNG not in {part.id for part in made.parts}:
        raise CareFileError(f"{FILE_NAME}: the part {LUNG!r} is missing.")
    return made


def _part(entry: Mapping[str, Any]) -> AftercarePart:
    where = f"{FILE_NAME}: {entry['id']}"
    return AftercarePart(
        id=entry["id"],
        title_by_language=words(entry["title"], where=f"{where}.title"),
        lines=tuple(
            told(line, where=f"{where}.lines[{place}]") for place, line in enumerate(entry["lines"])
        ),
    )
