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
    signature = models.CharField(max_length=64, blank=True)

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


class AcknowledgementRecord(models.Model):
    """Why needling goes on although the screening raised a concern."""

    session = models.ForeignKey(
        SessionRecord, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    concern = models.CharField(max_length=8)
    reason = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["concern"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "concern"], name="one_acknowledgement_a_concern"
            )
        ]

    def __str__(self) -> str:
        return f"acknowledgement {self.pk}"


class SiteReasonRecord(models.Model):
    """Why a site was needled although a rule spoke against it; a deviation where none allows it."""

    needling = models.ForeignKey(NeedlingRecord, on_delete=models.CASCADE, related_name="reasons")
    concern = models.CharField(max_length=8)
    reason = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=False)
    deviation = models.BooleanField(default=False)
    at_table = models.BooleanField(default=False)
    """Whether it was given at the table, where it is changed."""
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["concern"]
        constraints = [
            models.UniqueConstraint(
                fields=["needling", "concern"], name="one_reason_a_site_and_concern"
            )
        ]

    def __str__(self) -> str:
        return f"site reason {self.pk}"


# Django finds models through this module only.
from filiform.clinic.needling.journal_models import (  # noqa: E402
    DeviceRecord,
    JournalEntryRecord,
    NeedlingDetailRecord,
)

__all__ = [
    "AcknowledgementRecord",
    "DeviceRecord",
    "JournalEntryRecord",
    "NeedlingDetailRecord",
    "NeedlingRecord",
    "SessionRecord",
    "SignedError",
    "SiteReasonRecord",
]
