"""Whether a person has agreed to be needled here and now: silence is not consent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from filiform.care.consent_rules import ConsentRules, load_consent_rules
from filiform.care.errors import MalformedConsentError
from filiform.care.session import Needling
from filiform.safety import Because, SafetyVerdict

CONSENT = "CONSENT"
"""What a reason for needling without consent is stored under, beside the codes of the screening."""
NAMED_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Consent:
    """One signed consent, with what happened to it since.

    Raises
    ------
    MalformedConsentError
        If it covers nothing, if a time has no time zone, or if it was withdrawn before it was
        signed.
    """

    episode: UUID
    """The complaint that it was given for."""
    classes: frozenset[str]
    """Ids of the region classes that were agreed to."""
    risks: frozenset[str]
    """Codes that the screening raised when it was signed, all named in the text."""
    edition: int
    """Edition of the text."""
    jurisdiction: str
    age_years: int
    """Age of the patient when it was signed."""
    signed_at: datetime
    by_guardian: bool = False
    assent: bool = False
    """Whether a child agreed, where a guardian signed."""
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.classes:
            raise MalformedConsentError("A consent came that covers nothing; choose its regions.")
        _require_zone(self.signed_at)
        if self.withdrawn_at is not None:
            _require_zone(self.withdrawn_at)
            if self.withdrawn_at < self.signed_at:
                raise MalformedConsentError("A consent came that was withdrawn before given.")


@dataclass(frozen=True, slots=True)
class ConsentsOnFile:
    """All consents of a patient, with the complaint and the moment that they are read for.

    Raises
    ------
    MalformedConsentError
        If the moment has no time zone.
    """

    consents: tuple[Consent, ...]
    episode: UUID
    at: datetime
    """Now, or the moment at which a signed visit was signed."""

    def __post_init__(self) -> None:
        _require_zone(self.at)


@dataclass(frozen=True, slots=True)
class ConsentVerdict:
    """What may be needled with consent, and why a signed consent does not count."""

    classes: frozenset[str] = frozenset()
    """Region classes that a consent in force covers."""
    reasons: tuple[str, ...] = ("No consent has been signed for this complaint.",)
    """Why nothing is covered, or why one of several consents does not count."""
    until: datetime | None = None
    """When the first of the consents in force expires; ``None`` where none is in force."""

    @property
    def given(self) -> bool:
        """Whether any consent is in force."""
        return bool(self.classes)

    def lacking(self, needling: Needling, *, rules: ConsentRules | None = None) -> frozenset[str]:
        """Return the region classes that a needling needs and nobody agreed to."""
        return self.lacking_at(needling.muscle, needling.technique.id, rules=rules)

    def lacking_at(
        self, muscle: str, technique: str, *, rules: ConsentRules | None = None
    ) -> frozenset[str]:
        """Return the region classes that a muscle and a technique need and nobody agreed to."""
        rules = rules or load_consent_rules()
        return rules.classes_of(muscle, technique) - self.classes


NO_CONSENT = ConsentVerdict()


def judge_consent(
    on_file: ConsentsOnFile, screening: SafetyVerdict, *, rules: ConsentRules | None = None
) -> ConsentVerdict:
    """Say what the consents of a person cover at the moment of the file.

    A consent counts for its own episode from its signature until it expires or is withdrawn; if
    its text named everything that the screening raises now, unanswered questions included; if its
    edition still counts; and, below the age of its jurisdiction, if a guardian signed and the
    child agreed. Several consents add up.

    Parameters
    ----------
    screening
        The verdict on today's answers.
    """
    rules = rules or load_consent_rules()
    classes: frozenset[str] = frozenset()
    reasons, ends = [], []
    for consent in sorted(on_file.consents, key=lambda given: given.signed_at):
        against = _against(consent, screening, on_file, rules)
        if against:
            reasons.append(f"Consent of {consent.signed_at:%d.%m.%Y}: {against}")
        else:
            classes |= consent.classes & rules.classes.keys()
            ends.append(consent.signed_at + rules.lifetime)
    if classes:
        return ConsentVerdict(classes, tuple(reasons), min(ends))
    return ConsentVerdict(reasons=tuple(reasons) or NO_CONSENT.reasons)


def _against(
    consent: Consent, screening: SafetyVerdict, on_file: ConsentsOnFile, rules: ConsentRules
) -> str:
    """Say why a consent does not count; empty if it does."""
    if consent.episode != on_file.episode:
        return "it was given for another complaint."
    if consent.signed_at > on_file.at:
        return "it was signed later."
    if consent.withdrawn_at is not None and consent.withdrawn_at <= on_file.at:
        return "it was withdrawn. No needle goes in."
    if on_file.at - consent.signed_at >= rules.lifetime:
        return f"it is older than {rules.lifetime.days} days; ask again."
    if consent.edition < rules.oldest_edition:
        return "its text is an edition that no longer counts; ask again."
    return _wrong_signer(consent, rules) or _unnamed(consent, screening)


def _wrong_signer(consent: Consent, rules: ConsentRules) -> str:
    where = rules.jurisdictions.get(consent.jurisdiction)
    if where is None:
        return "its jurisdiction is unknown; ask again."
    if consent.age_years >= where.guardian_under_years:
        return "a guardian signed for an adult; ask the patient." if consent.by_guardian else ""
    if not consent.by_guardian:
        return f"below {where.guardian_under_years} years a parent or guardian signs."
    return "" if consent.assent else "the child has not agreed."


def _unnamed(consent: Consent, screening: SafetyVerdict) -> str:
    new = [concern for concern in screening.concerns if concern.code not in consent.risks]
    if any(concern.because is Because.UNANSWERED for concern in new):
        return "complete the screening; what it raises may need a new consent."
    named = [f"{concern.code} {concern.title}" for concern in new[:NAMED_AT_ONCE]]
    more = f" and {len(new) - NAMED_AT_ONCE} more" if len(new) > NAMED_AT_ONCE else ""
    return f"it does not name {', '.join(named)}{more}; ask again." if new else ""


def _require_zone(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise MalformedConsentError(f"The time came as {moment}; it needs its time zone.")
