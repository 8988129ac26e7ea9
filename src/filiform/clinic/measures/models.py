from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from filiform.clinic.episodes.models import EpisodeRecord
from filiform.errors import FiliformError


class ReadingIsFinalError(FiliformError, TypeError):
    """A reading is never edited; a correction stands beside it."""


class FinalRecord(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ReadingIsFinalError("a row is never edited; record a correction instead.")
        super().save(*args, **kwargs)


class ReadingRecord(FinalRecord):
    """One value of one series, in the unit of its instrument; what was not measured has no row."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    episode = models.ForeignKey(EpisodeRecord, on_delete=models.PROTECT, related_name="readings")
    instrument = models.CharField(max_length=40)
    part = models.CharField(max_length=60)
    side = models.CharField(max_length=8, blank=True)
    scale = models.CharField(max_length=40)
    value = models.FloatField()
    trials = models.JSONField(default=list)
    """Trials behind the value, in the unit of the instrument; null for one not done."""
    entered_unit = models.CharField(max_length=12)
    device = models.CharField(max_length=60, blank=True)
    rater = models.CharField(max_length=60, blank=True)
    confirmed = models.JSONField(default=list)
    """Codes of the doubts that the clinician answered with "yes, it is right"."""
    at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["episode", "at"])]

    def __str__(self) -> str:
        return f"reading {self.pk}"


class GoalRecord(FinalRecord):
    """What the patient wants, and the one series that will tell, fixed before treatment."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    episode = models.ForeignKey(EpisodeRecord, on_delete=models.PROTECT, related_name="goals")
    words = models.CharField(max_length=200)
    instrument = models.CharField(max_length=40)
    part = models.CharField(max_length=60)
    side = models.CharField(max_length=8, blank=True)
    fixed_at = models.DateTimeField(default=timezone.now)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["fixed_at"]

    def __str__(self) -> str:
        return f"goal {self.pk}"
