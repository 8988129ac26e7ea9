"""When a consent counts and what it is asked for, read from ``data/consent/rules.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from filiform.atlas import load_atlas
from filiform.care.errors import ConsentFileError, UnknownJurisdictionError
from filiform.evidence import Mark, require_source
from filiform.safety import load_hazards, load_site_survey

FILE_NAME = "consent/rules.toml"


@dataclass(frozen=True, slots=True)
class RegionClass:
    """What one consent is asked for: regions of the body, or a technique."""

    id: str
    regions: frozenset[str]
    """Regions of the atlas."""
    hazards: frozenset[str]
    """A site beside one of these structures needs this class too."""
    techniques: frozenset[str]


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Where a consent is given, and what that asks for."""

    id: str
    name: str
    guardian_under_years: int
    """Below this age a parent or guardian signs and the child agrees."""
    sources: tuple[str, ...]
    mark: Mark
    age_mark: Mark
    """How far the age has been checked."""


@dataclass(frozen=True, slots=True)
class ConsentRules:
    """Everything that decides whether a consent counts."""

    lifetime: timedelta
    oldest_edition: int
    mark: Mark
    """How far lifetime and classes have been checked."""
    classes: Mapping[str, RegionClass]
    jurisdictions: Mapping[str, Jurisdiction]

    def classes_of(self, muscle: str, technique: str) -> frozenset[str]:
        """Return the classes that needling a muscle needs; all of them if nobody knows it."""
        known = load_atlas().muscles.get(muscle)
        if known is None:
            return frozenset(self.classes)
        beside = {
            hazard.id for site in load_site_survey().sites_of(muscle) for hazard in site.hazards
        }
        return frozenset(
            entry.id
            for entry in self.classes.values()
            if known.region in entry.regions
            or entry.hazards & beside
            or technique in entry.techniques
        )

    def jurisdiction(self, jurisdiction_id: str) -> Jurisdiction:
        """Return a jurisdiction by its id.

        Raises
        ------
        UnknownJurisdictionError
            If the rules hold none of that id.
        """
        try:
            return self.jurisdictions[jurisdiction_id]
        except KeyError:
            raise UnknownJurisdictionError(
                f"The jurisdiction came as {jurisdiction_id!r}; "
                f"expected one of {', '.join(self.jurisdictions)}."
            ) from None


@cache
def load_consent_rules() -> ConsentRules:
    """Read the packaged rules once.

    Raises
    ------
    ConsentFileError
        If the file breaks a rule; the message names the key.
    UnknownSourceError
        If a rule cites a source that nobody entered.
    """
    path = files("filiform.care") / "data" / FILE_NAME
    return parse_consent_rules(path.read_text(encoding="utf-8"))


def parse_consent_rules(content: str) -> ConsentRules:
    """Check the content of a rules file and make its values.

    Raises
    ------
    ConsentFileError, UnknownSourceError
        As :func:`load_consent_rules`.
    """
    try:
        table = tomllib.loads(content)
        validity = table["validity"]
        classes = {key: _class(key, entry) for key, entry in table["class"].items()}
        rules = ConsentRules(
            lifetime=timedelta(days=validity["expire_after_days"]),
            oldest_edition=validity["oldest_edition"],
            mark=Mark(validity["mark"]),
            classes=MappingProxyType(classes),
            jurisdictions=MappingProxyType(
                {key: _jurisdiction(key, entry) for key, entry in table["jurisdiction"].items()}
            ),
        )
    except tomllib.TOMLDecodeError as error:
        raise ConsentFileError(f"{FILE_NAME}: not valid TOML: {error}") from error
    except KeyError as error:
        raise ConsentFileError(f"{FILE_NAME}: {error.args[0]} is missing.") from error
    except (TypeError, ValueError) as error:
        raise ConsentFileError(f"{FILE_NAME}: {error}") from error
    if rules.lifetime <= timedelta():
        raise ConsentFileError(f"{FILE_NAME}: validity.expire_after_days has to be more than 0.")
    _require_every_region_once(classes)
    return rules


def _class(key: str, entry: Mapping[str, Any]) -> RegionClass:
    made = RegionClass(
        id=key,
        regions=frozenset(entry.get("regions", ())),
        hazards=frozenset(entry.get("hazards", ())),
        techniques=frozenset(entry.get("techniques", ())),
    )
    unknown = sorted(made.hazards - load_hazards().keys())
    if unknown:
        raise ConsentFileError(f"{FILE_NAME}: class.{key}.hazards: nobody knows {unknown[0]!r}.")
    return made


def _jurisdiction(key: str, entry: Mapping[str, Any]) -> Jurisdiction:
    for source in entry["sources"]:
        require_source(source, cited_in=f"{FILE_NAME}: jurisdiction.{key}.sources")
    mark = Mark(entry["mark"])
    if mark is Mark.VERIFIED and not entry["sources"]:
        raise ConsentFileError(f"{FILE_NAME}: jurisdiction.{key} is V, but no source is named.")
    return Jurisdiction(
        id=key,
        name=entry["name"],
        guardian_under_years=entry["guardian_under_years"],
        sources=tuple(entry["sources"]),
        mark=mark,
        age_mark=Mark(entry.get("age_mark", mark)),
    )


def _require_every_region_once(classes: Mapping[str, RegionClass]) -> None:
    """A region in no class would need no consent; one in two would need two."""
    for region in sorted({muscle.region for muscle in load_atlas().muscles.values()}):
        holders = [entry.id for entry in classes.values() if region in entry.regions]
        if len(holders) != 1:
            raise ConsentFileError(
                f"{FILE_NAME}: region {region!r} stands in {', '.join(holders) or 'no class'}; "
                "it belongs into exactly one class."
            )
