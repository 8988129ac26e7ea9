"""Rules of judging a change that hold for every instrument, from ``data/rules/change.toml``."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files

from filiform.evidence import Mark, require_source
from filiform.outcomes.errors import MeasureFileError

FILE = "rules/change.toml"


@dataclass(frozen=True, slots=True)
class ChangeRules:
    """When a reading may be judged, and how often chance may pass for improvement."""

    soreness: timedelta
    """Time after needling before which pain is not judged."""
    soreness_domains: tuple[str, ...]
    false_alarm: float
    """One-sided, for one goal with all its outcomes."""
    check_in_days: tuple[int, ...]
    sources: tuple[str, ...]
    mark: Mark
    """The weakest of the marks of the rules."""


@cache
def load_change_rules() -> ChangeRules:
    """Read the rules once.

    Raises
    ------
    MeasureFileError
        If a rule is missing or makes no sense.
    """
    content = (files("filiform.outcomes") / "data" / "rules" / "change.toml").read_text("utf-8")
    table = tomllib.loads(content)
    try:
        soreness, alarm, days = (
            table[k] for k in ("soreness_hours", "false_alarm", "check_in_days")
        )
        sources = tuple(key for rule in table.values() for key in rule["sources"])
        marks = [Mark(rule["mark"]) for rule in table.values()]
    except KeyError as error:
        raise MeasureFileError(f"{FILE}: {error.args[0]!r} is missing.") from error
    for key in sources:
        require_source(key, cited_in=FILE)
    if not 0 < alarm["value"] < 0.5 or soreness["value"] < 0:
        raise MeasureFileError(f"{FILE}: false_alarm or soreness_hours makes no sense.")
    return ChangeRules(
        soreness=timedelta(hours=soreness["value"]),
        soreness_domains=tuple(soreness["domains"]),
        false_alarm=alarm["value"],
        check_in_days=tuple(days["value"]),
        sources=sources,
        mark=Mark.PROPOSED if Mark.PROPOSED in marks else marks[0],
    )
