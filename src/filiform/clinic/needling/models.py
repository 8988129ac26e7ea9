from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from filiform.clinic.episodes.models import EpisodeRecord
from filiform.errors import FiliformError


class SignedError(FiliformError, TypeError):
    """The visit is signed; what was signed is never changed."""


class SessionRecord(models.Model):
    """One visit, from its screening to its signature."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    episode = models.ForeignKey(EpisodeRecord, on_delete=models.PROTECT, related_name="sessions")
    clinician = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now)
    answers = models.JSONField(default=dict)
    answered = models.JSONField(default=dict)
    screening_version = models.CharField(max_length=12, blank=True)
    no_needling_reason = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signature = models.CharField(max_length=80, blank=True)
    versions = models.JSONField(default=dict)
    """Product and rules under which it was signed; empty until then."""

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["episode", "-started_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None, signature="")
                | Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(signature=""),
                name="session_signed_wholly_or_not",
            )
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def missing(self) -> int:
        """Needles that went in and have not been counted out."""
        return sum(needling.missing for needling in self.needlings.all())


class NeedlingRecord(models.Model):
    """One site needled; its id is made where the site was entered."""

    id = models.UUIDField(primary_key=True, editable=False)
    session = models.ForeignKey(SessionRecord, on_delete=models.PROTECT, related_name="needlings")
    muscle = models.CharField(max_length=60)
    trigger_point = models.CharField(max_length=70, blank=True)
    side = models.CharField(max_length=8)
    diameter_mm = models.DecimalField(max_digits=4, decimal_places=3)
    length_mm = models.DecimalField(max_digits=5, decimal_places=1)
    technique = models.CharField(max_length=40)
    twitches = models.PositiveSmallIntegerField(null=True)
    needles_in = models.PositiveSmallIntegerField()
    needles_out = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["session", "recorded_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=["left", "right", "midline"]), name="needling_has_a_side"
            ),
            models.CheckConstraint(condition=Q(needles_in__gte=1), name="needling_has_a_needle_in"),
        ]

    def __str__(self) -> str:
        return f"needling {self.pk}"

    @property
    def missing(self) -> int:
        return self.needles_in - self.needles_out


class GivenReason(models.Model):
    """Who went on in spite of a concern, when and why."""

    concern = models.CharField(max_length=8)
    reason = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["concern"]


class AcknowledgementRecord(GivenReason):
    """Why needling goes on although the screening raised a concern."""

    session = models.ForeignKey(
        SessionRecord, on_delete=models.PROTECT, related_name="acknowledgements"
    )

    class Meta(GivenReason.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["session", "concern"], name="one_acknowledgement_a_concern"
            )
        ]

    def __str__(self) -> str:
        return f"acknowledgement {self.pk}"


class SiteReasonRecord(GivenReason):
    """Why a site was needled although a rule spoke against it; a deviation where none allows it."""

    needling = models.ForeignKey(NeedlingRecord, on_delete=models.CASCADE, related_name="reasons")
    deviation = models.BooleanField(default=False)
    at_table = models.BooleanField(default=False)
    """Whether it was given at the table, where it is changed."""

    class Meta(GivenReason.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["needling", "concern"], name="one_reason_a_site_and_concern"
            )
        ]

    def __str__(self) -> str:
        return f"site reason {self.pk}"


class RetainedNeedleRecord(models.Model):
    """Needles of a site that could not be taken out or found, and what was done about it."""

    needling = models.OneToOneField(
        NeedlingRecord, on_delete=models.CASCADE, related_name="retained"
    )
    count = models.PositiveSmallIntegerField()
    searched = models.BooleanField(default=False)
    patient_told = models.BooleanField(default=False)
    arranged = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="retained_at_least_one")
        ]

    def __str__(self) -> str:
        return f"retained needle {self.pk}"


class EmergencyStopRecord(models.Model):
    """A visit stopped in an emergency: what it was, what was noted, how it ended."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(SessionRecord, on_delete=models.PROTECT, related_name="stops")
    kind = models.CharField(max_length=20)
    """Id of the emergency on the card."""
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    notes = models.JSONField(default=list)
    """Each with ``at``, ``by`` and ``text``, oldest first."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    false_alarm = models.BooleanField(default=False)

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(ended_at=None), name="one_emergency_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"emergency stop {self.pk}"


class AmendmentRecord(models.Model):
    """A later change to a signed visit; it stands beside what was signed and replaces nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(SessionRecord, on_delete=models.PROTECT, related_name="amendments")
    what = models.CharField(max_length=1000)
    why = models.CharField(max_length=300)
    score_id = models.UUIDField(null=True)
    """The corrected pain score that came with it."""
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"amendment {self.pk}"


# Django finds models through this module only.
from filiform.clinic.needling.journal_models import (  # noqa: E402
    DeviceRecord,
    JournalEntryRecord,
    NeedlingDetailRecord,
)

__all__ = [
    "AcknowledgementRecord",
    "AmendmentRecord",
    "DeviceRecord",
    "EmergencyStopRecord",
    "JournalEntryRecord",
    "NeedlingDetailRecord",
    "NeedlingRecord",
    "RetainedNeedleRecord",
    "SessionRecord",
    "SignedError",
    "SiteReasonRecord",
]
