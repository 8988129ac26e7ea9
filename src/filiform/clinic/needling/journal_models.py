"""What the table keeps: devices, the journal's entries, and what only a table records of a site."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone


class DeviceRecord(models.Model):
    """A tablet on which one clinician records; its id is made on the device."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-registered_at"]

    def __str__(self) -> str:
        return f"device {self.pk}"


class JournalEntryRecord(models.Model):
    """One entry of a visit's journal, as a device made it; the database refuses to change it."""

    number = models.BigAutoField(primary_key=True)
    """Order of arrival within a visit, whose row is locked while entries are stored."""
    id = models.UUIDField(unique=True, editable=False)
    session = models.ForeignKey(
        "needling.SessionRecord", on_delete=models.PROTECT, related_name="journal"
    )
    device = models.ForeignKey(DeviceRecord, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    clock_doubtful = models.BooleanField(default=False)
    needling = models.UUIDField(null=True)
    field = models.CharField(max_length=24)
    value = models.JSONField(null=True)
    base = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["needling"])]
        constraints = [
            models.UniqueConstraint(fields=["device", "seq"], name="one_entry_a_place_of_a_device")
        ]

    def __str__(self) -> str:
        return f"journal entry {self.pk}"


class NeedlingDetailRecord(models.Model):
    """What only the table records of a site, beside the row that every visit has."""

    needling = models.OneToOneField(
        "needling.NeedlingRecord", on_delete=models.CASCADE, primary_key=True, related_name="detail"
    )
    position = models.CharField(max_length=24, blank=True)
    grip = models.CharField(max_length=24, blank=True)
    direction = models.CharField(max_length=24, blank=True)
    depth_mm = models.FloatField(null=True)
    lateral_mm = models.FloatField(null=True)
    measured_mm = models.FloatField(null=True)
    border_mm = models.FloatField(null=True)
    pain_during = models.PositiveSmallIntegerField(null=True)
    frequency_hz = models.FloatField(null=True)
    pulse_us = models.FloatField(null=True)
    intensity = models.PositiveSmallIntegerField(null=True)
    stimulation_min = models.FloatField(null=True)
    dwell_min = models.FloatField(null=True)
    twitches_at = models.JSONField(default=list)
    needles = models.JSONField(default=list)
    """Needles in and out in order: ``[{"way": "in", "at": …, "needles": 1}, …]``."""

    def __str__(self) -> str:
        return f"detail of needling {self.pk}"
