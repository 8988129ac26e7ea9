from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from filiform.clinic.needling.models import SessionRecord


class Origin(models.TextChoices):
    SCREENING = "screening", "screening concern acknowledged"
    CONSENT = "consent", "needled without consent"
    SITE = "site", "site needled against a rule"
    RETAINED = "retained", "needle retained or lost"
    FALSE_ALARM = "false_alarm", "emergency stop, false alarm"


class NearMissRecord(models.Model):
    """An override, as it was given at that moment; what lapses or changes later leaves it alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(SessionRecord, on_delete=models.PROTECT, related_name="near_misses")
    origin = models.CharField(max_length=12, choices=Origin.choices)
    concern = models.CharField(max_length=8, blank=True)
    title = models.CharField(max_length=200)
    site = models.CharField(max_length=120, blank=True)
    needling_id = models.UUIDField(null=True)
    """Not a key: the site may be taken out of the open visit, the near miss stays."""
    reason = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=False)
    deviation = models.BooleanField(default=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-given_at", "id"]

    def __str__(self) -> str:
        return f"near miss {self.pk}"


class Outcome(models.TextChoices):
    RECOVERED = "recovered", "recovered"
    RECOVERING = "recovering", "recovering"
    NOT_RECOVERED = "not_recovered", "not recovered"
    LASTING = "lasting", "recovered with lasting effects"
    DIED = "died", "died"
    UNKNOWN = "unknown", "not known yet"


class AdverseEventRecord(models.Model):
    """Something untoward after or during needling, as reported; never changed, only followed up."""

    id = models.UUIDField(primary_key=True, editable=False)
    session = models.ForeignKey(
        SessionRecord, on_delete=models.PROTECT, related_name="adverse_events"
    )
    needling_id = models.UUIDField(null=True)
    """The site it is linked to; not a key, since an open visit may still lose the site."""
    scheme = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    grade = models.CharField(max_length=20)
    onset = models.CharField(max_length=20)
    causality = models.CharField(max_length=12)
    happened_at = models.DateTimeField()
    description = models.CharField(max_length=1000)
    treatment = models.CharField(max_length=500, blank=True)
    reported_to = models.JSONField(default=list)
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-happened_at", "id"]

    def __str__(self) -> str:
        return f"adverse event {self.pk}"


class Cause(models.TextChoices):
    LUNG = "lung", "needle over the lung field"
    EVENT = "event", "adverse event"


class FollowUpRecord(models.Model):
    """A duty to ask the patient again; open until somebody has reached the patient."""

    id = models.UUIDField(primary_key=True, editable=False)
    """Made from what causes it, so that planning twice makes one task."""
    session = models.ForeignKey(SessionRecord, on_delete=models.PROTECT, related_name="follow_ups")
    event = models.ForeignKey(
        AdverseEventRecord, on_delete=models.PROTECT, null=True, related_name="follow_ups"
    )
    cause = models.CharField(max_length=6, choices=Cause.choices)
    hours = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    symptoms = models.BooleanField(null=True)
    """Whether the patient told of symptoms; unknown until reached."""
    note = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)
    attempts = models.JSONField(default=list)
    """Each time the patient was not reached: ``at``, ``by``."""

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["done_at", "due_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, symptoms=None)
                | Q(done_at__isnull=False, done_by__isnull=False, symptoms__isnull=False),
                name="follow_up_done_wholly_or_not",
            )
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"
