"""Which code a visit suggests, by the number of its muscles; a help, no decision of a payer."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from filiform.atlas import load_atlas
from filiform.care.errors import CareFileError
from filiform.care.session import Needling
from filiform.evidence import Mark, UnknownSourceError, require_source

FILE_NAME = "billing.toml"


@dataclass(frozen=True, slots=True)
class BillingCode:
    """A code and the numbers of muscles that it stands for, both ends included."""

    code: str
    least_muscles: int
    most_muscles: int | None
    """``None`` where there is no most."""
    sources: tuple[str, ...]
    mark: Mark

    def fits(self, muscles: int) -> bool:
        """Whether it stands for so many muscles."""
        return self.least_muscles <= muscles and (
            self.most_muscles is None or muscles <= self.most_muscles
        )


@dataclass(frozen=True, slots=True)
class BillingRule:
    """One rule that is shown beside the code."""

    text: str
    sources: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class BillingRules:
    """Everything that the help knows."""

    country: str
    codes: tuple[BillingCode, ...]
    rules: tuple[BillingRule, ...]
    whole_by_part: Mapping[str, str]
    """Name of the muscle that an atlas entry is a part of."""


@dataclass(frozen=True, slots=True)
class BillingHelp:
    """What a visit suggests: the muscles as counted, and at most one code."""

    muscles: tuple[str, ...]
    code: BillingCode | None
    rules: tuple[BillingRule, ...]


def suggest_code(needlings: Iterable[Needling], rules: BillingRules) -> BillingHelp:
    """Suggest the code of a visit: each muscle counts once, however many needles and sides."""
    atlas = load_atlas()
    names = {
        rules.whole_by_part.get(muscle)
        or (atlas.muscles[muscle].name if muscle in atlas.muscles else muscle)
        for muscle in (needling.muscle for needling in needlings)
    }
    code = next((code for code in rules.codes if code.fits(len(names))), None)
    return BillingHelp(tuple(sorted(names)), code, rules.rules)


@cache
def load_billing_rules() -> BillingRules:
    """Read the packaged rules once.

    Raises
    ------
    CareFileError
        If the file breaks a rule; the message names the place.
    """
    path = files("filiform.care") / "data" / FILE_NAME
    return parse_billing_rules(path.read_text(encoding="utf-8"))


def parse_billing_rules(content: str) -> BillingRules:
    """Check the content of a billing file and make its values.

    Raises
    ------
    CareFileError
        As :func:`load_billing_rules`.
    """
    try:
        table = tomllib.loads(content)
        made = BillingRules(
            country=table["country"],
            codes=tuple(_code(entry) for entry in table["code"]),
            rules=tuple(
                BillingRule(entry["text"], tuple(entry["sources"]), _cite(entry, entry["text"]))
                for entry in table["rule"]
            ),
            whole_by_part=_whole_by_part(table["one_muscle"]),
        )
    except tomllib.TOMLDecodeError as error:
        raise CareFileError(f"{FILE_NAME}: not valid TOML: {error}") from error
    except UnknownSourceError:
        raise  # a KeyError as well, but one that already says what is missing
    except KeyError as error:
        raise CareFileError(f"{FILE_NAME}: {error.args[0]!r} is missing.") from error
    for muscles in range(1, len(load_atlas().muscles) + 1):
        if sum(code.fits(muscles) for code in made.codes) != 1:
            raise CareFileError(f"{FILE_NAME}: {muscles} muscles need exactly one code.")
    return made


def _code(entry: Mapping[str, Any]) -> BillingCode:
    return BillingCode(
        code=entry["code"],
        least_muscles=entry["least_muscles"],
        most_muscles=entry.get("most_muscles"),
        sources=tuple(entry["sources"]),
        mark=_cite(entry, entry["code"]),
    )


def _whole_by_part(entries: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    wholes: dict[str, str] = {}
    for entry in entries:
        for part in entry["parts"]:
            if part not in load_atlas().muscles or part in wholes:
                raise CareFileError(f"{FILE_NAME}: {part!r} is unknown or stands twice.")
            wholes[part] = entry["name"]
    return MappingProxyType(wholes)


def _cite(entry: Mapping[str, Any], where: str) -> Mark:
    for key in entry["sources"]:
        require_source(key, cited_in=f"{FILE_NAME}: {where}")
    try:
        mark = Mark(entry["mark"])
    except ValueError as error:
        raise CareFileError(f"{FILE_NAME}: {where}: mark came as {entry['mark']!r}.") from error
    if mark is Mark.VERIFIED and not entry["sources"]:
        raise CareFileError(f"{FILE_NAME}: {where}: the mark is V, but no source is named.")
    return mark
