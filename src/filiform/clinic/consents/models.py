from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.needling.models import SessionRecord
from filiform.errors import FiliformError


class ConsentIsFinalError(FiliformError, TypeError):
    """A consent is stored as signed; it is withdrawn, never edited or deleted."""


class Method(models.TextChoices):
    """How a consent was signed."""

    PEN = "pen", "on the screen"
    TYPED = "typed", "by typing the name"


class AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ConsentIsFinalError("a consent is stored as signed; ask for a new one instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise ConsentIsFinalError("a consent is stored as signed and cannot be deleted.")


class ConsentRecord(AppendOnly):
    """One consent: the document exactly as it was shown, who signed it, and how."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    episode = models.ForeignKey(EpisodeRecord, on_delete=models.PROTECT, related_name="consents")
    document = models.JSONField()
    classes = models.JSONField()
    risks = models.JSONField()
    edition = models.PositiveSmallIntegerField()
    jurisdiction = models.CharField(max_length=20)
    age_years = models.PositiveSmallIntegerField()
    signer_name = models.CharField(max_length=160)
    by_guardian = models.BooleanField(default=False)
    assent = models.BooleanField(default=False)
    interpreter = models.CharField(max_length=160, blank=True)
    method = models.CharField(max_length=8, choices=Method.choices)
    strokes = models.JSONField(null=True)
    signed_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-signed_at"]
        indexes = [models.Index(fields=["episode", "-signed_at"])]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class WithdrawalRecord(AppendOnly):
    """The moment from which a consent no longer counts."""

    consent = models.OneToOneField(
        ConsentRecord, on_delete=models.PROTECT, related_name="withdrawal"
    )
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"withdrawal {self.pk}"


class ReconfirmationRecord(AppendOnly):
    """The patient said yes again, in words, at a later visit; it replaces no signature."""

    session = models.OneToOneField(
        SessionRecord, on_delete=models.PROTECT, related_name="reconfirmation"
    )
    at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"reconfirmation {self.pk}"
