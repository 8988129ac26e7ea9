from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from filiform.clinic.drawings.models import DrawingRecord
from filiform.errors import FiliformError


class LocalisationIsFinalError(FiliformError, TypeError):
    """A ranking is stored as it was shown and never edited; a new one stands beside it."""


class LocalisationRecord(models.Model):
    """One ranking as it was shown: the evidence it used, the answer, and the versions."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    drawing = models.ForeignKey(
        DrawingRecord, on_delete=models.PROTECT, related_name="localisations"
    )
    case = models.JSONField()
    answer = models.JSONField()
    atlas_version = models.CharField(max_length=40)
    parameters_version = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["drawing", "-at"])]

    def __str__(self) -> str:
        return f"localisation {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise LocalisationIsFinalError("a ranking is stored as shown; rank again instead.")
        super().save(*args, **kwargs)
