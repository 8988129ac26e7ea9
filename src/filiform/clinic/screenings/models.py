from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from filiform.clinic.episodes.models import EpisodeRecord
from filiform.errors import FiliformError


class AnswersAreFinalError(FiliformError, TypeError):
    """What a patient answered is kept as answered; the clinician's answer stands beside it."""


class PatientAnswers(models.Model):
    """What a patient answered alone; worth nothing until a clinician confirms it in a visit."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    episode = models.ForeignKey(
        EpisodeRecord, on_delete=models.PROTECT, related_name="patient_answers"
    )
    answers = models.JSONField()
    screening_version = models.CharField(max_length=12)
    language = models.CharField(max_length=5)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["episode", "-at"])]

    def __str__(self) -> str:
        return f"patient answers {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AnswersAreFinalError("answers are kept as given; ask again instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AnswersAreFinalError("answers are kept as given and cannot be deleted.")


class ScreeningLink(models.Model):
    """A one-time way to the questions and nothing else; only a digest of it is stored."""

    id = models.UUIDField(primary_key=True, editable=False)
    token_digest = models.CharField(max_length=64, unique=True)
    episode = models.ForeignKey(
        EpisodeRecord, on_delete=models.PROTECT, related_name="screening_links"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    answers = models.OneToOneField(
        PatientAnswers, on_delete=models.PROTECT, null=True, related_name="link"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"screening link {self.pk}"
