"""Make the concern of a site rule, with its words filled in."""

from filiform.safety.site_rules import load_site_rules
from filiform.safety.verdict import SiteConcern


def concern_of(
    code: str,
    *,
    missing: bool = False,
    limit_mm: float | None = None,
    came: str = "not stated",
    limit: str = "",
    expected: str = "",
) -> SiteConcern:
    """Return the concern that the rule of a code raises."""
    rule = load_site_rules().rules[code]
    return SiteConcern(
        code=code,
        action=rule.action,
        title=rule.title,
        reason=rule.reason.format(came=came, limit=limit, expected=expected),
        hard=rule.hard,
        sources=rule.sources,
        mark=rule.mark,
        action_mark=rule.action_mark,
        limit_mm=limit_mm,
        evidence=tuple(f"{e.code}: {e.sample}" for e in rule.evidence),
        missing=missing,
    )


def in_mm(value: float) -> str:
    """Return a length in words, to the millimetre where it is whole."""
    return f"{value:g} mm"
