from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from filiform.clinic.episodes.models import EpisodeRecord
from filiform.errors import FiliformError


class DrawingIsFinalError(FiliformError, TypeError):
    """A saved drawing is never edited or deleted; a new one stands beside it."""


class DrawnOn(models.TextChoices):
    """Where the drawing was made; it tells who held the pen."""

    CLINIC = "clinic", "in the clinic, with the clinician"
    TABLET = "tablet", "by the patient, on the clinic's tablet"
    PHONE = "phone", "by the patient, on the own phone"
    OWN_PAGE = "own_page", "by the patient, signed in"


class DrawingRecord(models.Model):
    """One pain drawing, stored as drawn."""

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(EpisodeRecord, on_delete=models.PROTECT, related_name="drawings")
    marks = models.JSONField()
    drawn_on = models.CharField(max_length=10, choices=DrawnOn.choices)
    drawn_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-drawn_at"]
        indexes = [models.Index(fields=["episode", "-drawn_at"])]

    def __str__(self) -> str:
        return f"drawing {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise DrawingIsFinalError("a drawing is stored as drawn; save a new one instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise DrawingIsFinalError("a drawing is stored as drawn and cannot be deleted.")


class PaintingLink(models.Model):
    """A one-time way into the painting page and nothing else; only a digest of it is stored."""

    id = models.UUIDField(primary_key=True, editable=False)
    token_digest = models.CharField(max_length=64, unique=True)
    episode = models.ForeignKey(
        EpisodeRecord, on_delete=models.PROTECT, related_name="painting_links"
    )
    drawn_on = models.CharField(max_length=10, choices=DrawnOn.choices, default=DrawnOn.PHONE)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    drawing = models.OneToOneField(
        DrawingRecord, on_delete=models.PROTECT, null=True, related_name="painting_link"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"painting link {self.pk}"
