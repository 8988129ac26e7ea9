"""The rules that judge a site and the regions of the screening, read from their data files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from filiform.evidence import Mark, require_source
from filiform.safety.errors import SiteFileError
from filiform.safety.sites import DepthEvidence, load_depth_evidence
from filiform.safety.verdict import Action

RULES_FILE = "site_rules.toml"
REGIONS_FILE = "screening_regions.toml"
WORDS = ("title", "trigger", "reason")
KNOWN = {*WORDS, "action", "hard", "sources", "evidence", "mark", "action_mark"}


@dataclass(frozen=True, slots=True)
class SiteRule:
    """One rule with its numbers, by name with the unit at its end."""

    code: str
    title: str
    trigger: str
    action: Action
    hard: bool
    reason: str
    sources: tuple[str, ...]
    evidence: tuple[DepthEvidence, ...]
    mark: Mark
    action_mark: Mark
    numbers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SiteRules:
    """Every rule by code, the rule of the chest wall, and what is plausible at all."""

    rules: Mapping[str, SiteRule]
    chest_wall: Mapping[str, Any]
    plausible: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ScreeningRegion:
    """Which sites a concern of the screening reaches."""

    everywhere: bool
    regions: frozenset[str]
    hazards: frozenset[str]
    muscles: frozenset[str]
    action: Action | None


@cache
def load_site_rules() -> SiteRules:
    """Read the rules once.

    Raises
    ------
    SiteFileError
        If the file breaks a rule; the message names the code and the key.
    """
    return parse_site_rules(_text(RULES_FILE))


def parse_site_rules(text: str) -> SiteRules:
    """Check the text of the rules and make their values; errors as the loader."""
    try:
        table = tomllib.loads(text)
        chest_wall, plausible = table.pop("chest_wall"), table.pop("plausible")
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise SiteFileError(f"{RULES_FILE}: not valid TOML with its tables: {error}") from None
    rules = {code: _rule(code, entry) for code, entry in table.items()}
    return SiteRules(
        MappingProxyType(rules), MappingProxyType(chest_wall), MappingProxyType(plausible)
    )


@cache
def load_screening_regions() -> Mapping[str, ScreeningRegion]:
    """Read which sites each screening concern reaches, by its code, read-only."""
    return MappingProxyType(
        {
            code: ScreeningRegion(
                everywhere=entry.get("everywhere", False),
                regions=frozenset(entry.get("regions", ())),
                hazards=frozenset(entry.get("hazards", ())),
                muscles=frozenset(entry.get("muscles", ())),
                action=Action(entry["action"]) if "action" in entry else None,
            )
            for code, entry in tomllib.loads(_text(REGIONS_FILE)).items()
        }
    )


def _rule(code: str, entry: Mapping[str, Any]) -> SiteRule:
    where = f"{RULES_FILE}: {code}"
    try:
        for source in entry["sources"]:
            require_source(source, cited_in=where)
        return SiteRule(
            code=code,
            **{word: entry[word] for word in WORDS},
            action=Action(entry["action"]),
            hard=entry["hard"],
            sources=tuple(entry["sources"]),
            evidence=tuple(load_depth_evidence()[e] for e in entry["evidence"]),
            mark=Mark(entry["mark"]),
            action_mark=Mark(entry["action_mark"]),
            numbers=MappingProxyType({k: v for k, v in entry.items() if k not in KNOWN}),
        )
    except (KeyError, ValueError) as error:
        raise SiteFileError(f"{where}: {error}; correct the entry.") from None


def _text(name: str) -> str:
    return (files("filiform.safety") / "data" / name).read_text(encoding="utf-8")
