"""The verdict on a visit: permitted or not, with every concern and its source."""

from dataclasses import dataclass
from enum import StrEnum

from filiform.evidence import Mark


class Action(StrEnum):
    """What a concern asks for, from the strictest to the mildest."""

    STOP = "STOP"
    """No needling in this visit, or none with the techniques named."""
    REFER = "REFER"
    """No needling in this visit, and a referral with its urgency."""
    AVOID_REGION = "AVOID_REGION"
    """The regions named stay without needles; others are open."""
    MODIFY = "MODIFY"
    """Needling goes on only with the change that the advice names."""
    CAUTION = "CAUTION"
    """Nothing is forbidden; the clinician reads it and says why to go on."""


class Urgency(StrEnum):
    """How soon a referral is due."""

    NOW = "now"
    DAY = "24h"
    ROUTINE = "routine"


class Because(StrEnum):
    """Why a question raised its concern."""

    YES = "yes"
    UNSURE = "unsure"
    UNANSWERED = "not answered"


@dataclass(frozen=True, slots=True)
class Concern:
    """One objection to needling this person today."""

    code: str
    action: Action
    title: str
    reason: str
    """For the clinician: why this matters."""
    regions: str
    advice: str
    """What to change; empty where the action says it all."""
    techniques: tuple[str, ...]
    """Techniques that are ruled out for the visit."""
    absolute: bool
    blocks: bool
    urgency: Urgency | None
    sources: tuple[str, ...]
    mark: Mark
    """How far the trigger has been checked."""
    action_mark: Mark
    """How far the action and its numbers have been checked."""
    because: Because

    @property
    def needs_second_confirmation(self) -> bool:
        """Whether the acknowledgement must also be confirmed a second time."""
        return self.action is Action.AVOID_REGION

    @property
    def confirmation(self) -> str:
        """The sentence of the second confirmation; empty where none is needed."""
        if not self.needs_second_confirmation:
            return ""
        if self.absolute:
            return f"I confirm that no needle goes here in this visit: {self.regions}."
        return f"I have read which region to avoid ({self.regions}) and my reason covers it."


@dataclass(frozen=True, slots=True)
class SafetyVerdict:
    """Every concern that the answers raise, in the order of the screening."""

    concerns: tuple[Concern, ...]
    screening_version: str

    @property
    def blocking(self) -> tuple[Concern, ...]:
        """Concerns that end the visit without a needle; only a changed answer lifts one."""
        return tuple(concern for concern in self.concerns if concern.blocks)

    @property
    def permitted(self) -> bool:
        """Whether needling may begin at all. Permitted is not unconditional."""
        return not self.blocking

    @property
    def requires_acknowledgement(self) -> tuple[Concern, ...]:
        """Concerns that the clinician acknowledges with a reason before signing.

        All that do not block, except a STOP of techniques: the software holds that one itself.
        """
        return tuple(
            concern
            for concern in self.concerns
            if not concern.blocks and concern.action is not Action.STOP
        )

    @property
    def barred_techniques(self) -> frozenset[str]:
        """Ids of the techniques that no site of this visit may use."""
        return frozenset(technique for concern in self.concerns for technique in concern.techniques)


class Standing(StrEnum):
    """Where a judged site stands, from open to closed."""

    PERMITTED = "permitted"
    NEEDS_REASON = "needs reason"
    REFUSED = "refused"


class Lift(StrEnum):
    """What lifts a concern at a site."""

    REASON = "reason"
    CONFIRMED_REASON = "reason and second confirmation"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class SiteConcern:
    """One objection to one needle at one site."""

    code: str
    action: Action
    title: str
    reason: str
    hard: bool
    sources: tuple[str, ...]
    mark: Mark
    action_mark: Mark
    limit_mm: float | None = None
    """The limit that is passed, millimetres; None where no number is concerned."""
    evidence: tuple[str, ...] = ()
    """Codes of the measurements behind it, each with its sample."""
    missing: bool = False
    """Whether it stands because something was not stated."""

    @property
    def lift(self) -> Lift:
        """What a clinician can do about it, by the action."""
        if self.hard or self.action in (Action.STOP, Action.REFER):
            return Lift.NEVER
        return Lift.CONFIRMED_REASON if self.action is Action.AVOID_REGION else Lift.REASON

    @property
    def note(self) -> str:
        """Say that it is a proposal, where it is one."""
        proposed = Mark.PROPOSED in (self.mark, self.action_mark)
        return "proposal, not yet signed off by a clinician" if proposed else ""


@dataclass(frozen=True, slots=True)
class ShownLimit:
    """A limit as it is shown: never a bare number."""

    mm: float | None
    words: str
    """What holds the tip back, and what the limit is measured by."""
    evidence: tuple[str, ...]
    sources: tuple[str, ...]
    mark: Mark

    @property
    def basis(self) -> str:
        """Return the measurements behind it, or say that there are none."""
        return "; ".join(self.evidence) if self.evidence else "no measured data"


@dataclass(frozen=True, slots=True)
class SiteVerdict:
    """Every concern about one needle at one site."""

    site: str
    """Id of the site; several joined by " / " where the part was not stated."""
    concerns: tuple[SiteConcern, ...]
    limit: ShownLimit
    grade: str

    @property
    def standing(self) -> Standing:
        """Where the site stands; any STOP, REFER or AVOID_REGION refuses."""
        actions = {concern.action for concern in self.concerns}
        if actions & {Action.STOP, Action.REFER, Action.AVOID_REGION}:
            return Standing.REFUSED
        return Standing.NEEDS_REASON if actions else Standing.PERMITTED

    @property
    def permitted(self) -> bool:
        """Whether no concern refuses; permitted is not unconditional."""
        return self.standing is not Standing.REFUSED

    @property
    def absolute(self) -> tuple[SiteConcern, ...]:
        """Concerns that no reason lifts."""
        return tuple(c for c in self.concerns if c.lift is Lift.NEVER)
