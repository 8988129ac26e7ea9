from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from filiform.clinic.patients.models import Patient
from filiform.errors import FiliformError


class ScoreIsFinalError(FiliformError, TypeError):
    """A score is never edited; a correction stands beside it."""


class EpisodeRecord(models.Model):
    """One complaint of one patient, from start to discharge."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="episodes")
    complaint = models.CharField(max_length=120)
    started_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)
    clinician = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="episodes"
    )

    class Meta:
        ordering = ["-started_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("started_on")),
                name="episode_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"episode {self.pk}"


class Moment(models.TextChoices):
    BEFORE = "before", gettext_lazy("before needling")
    AFTER = "after", gettext_lazy("after needling")
    CHECK_IN = "check_in", gettext_lazy("between visits")


class PainScoreRecord(models.Model):
    """Pain now, 0 to 10, at one moment; a correction supersedes it and leaves it in place."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    episode = models.ForeignKey(EpisodeRecord, on_delete=models.PROTECT, related_name="scores")
    session_id = models.UUIDField(null=True)
    moment = models.CharField(max_length=8, choices=Moment.choices)
    value = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["episode", "at"])]
        constraints = [
            models.CheckConstraint(condition=Q(value__lte=10), name="pain_score_at_most_10"),
        ]

    def __str__(self) -> str:
        return f"pain score {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ScoreIsFinalError("a score is never edited; record a correction instead.")
        super().save(*args, **kwargs)
