"""What the therapy promises and what may be said of it, from ``data/claims/claims.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from filiform.errors import DataFileError
from filiform.evidence.findings import Finding, load_findings
from filiform.evidence.sources import Mark
from filiform.evidence.studies import StudySet, load_study_sets

FILE = "claims/claims.toml"
CERTAINTIES = ("high", "moderate", "low", "very low")


class ClaimFileError(DataFileError):
    """A claim is incomplete; the message names it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One promise of the therapy with the evidence for and against it."""

    id: str
    promise: str
    certainty: str
    """One of :data:`CERTAINTIES`."""
    certainty_text: str
    for_you: str
    """What it means for this patient, in plain words."""
    may_say: str
    not_supported: tuple[str, ...]
    findings: tuple[Finding, ...]
    studies: tuple[StudySet, ...]
    mark: Mark


@cache
def load_claims() -> Mapping[str, Claim]:
    """Read every claim once, by id, read-only.

    Raises
    ------
    ClaimFileError
        If one is incomplete, or names a finding or a set of studies that is not there.
    """
    content = (files("filiform.evidence") / "data" / FILE).read_text(encoding="utf-8")
    return parse_claims(content)


def parse_claims(content: str) -> Mapping[str, Claim]:
    """Check the content of a file of claims and make its values.

    Raises
    ------
    ClaimFileError
        As :func:`load_claims`.
    """
    findings, sets = load_findings(), load_study_sets()
    claims: dict[str, Claim] = {}
    for row in tomllib.loads(content)["claim"]:
        try:
            claim = Claim(
                id=row["id"],
                promise=row["promise"],
                certainty=row["certainty"],
                certainty_text=row["certainty_text"],
                for_you=row["for_you"],
                may_say=row["may_say"],
                not_supported=tuple(row["not_supported"]),
                findings=tuple(findings[key] for key in row["findings"]),
                studies=tuple(sets[key] for key in row["studies"]),
                mark=Mark(row["mark"]),
            )
        except (KeyError, ValueError) as error:
            raise ClaimFileError(f"{FILE}: {row.get('id')}: {error} is missing.") from error
        if claim.certainty not in CERTAINTIES or not claim.not_supported:
            raise ClaimFileError(
                f"{FILE}: {claim.id}: a claim has a certainty, and says what is not supported."
            )
        claims[claim.id] = claim
    return MappingProxyType(claims)
