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
