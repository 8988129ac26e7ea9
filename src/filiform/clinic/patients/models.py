from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from filiform.clinic.accounts.models import Clinic


class Handedness(models.TextChoices):
    RIGHT = "right", "right-handed"
    LEFT = "left", "left-handed"
    BOTH = "both", "both hands"


class Sex(models.TextChoices):
    """As the published depth limits tell people apart; empty where it is not recorded."""

    FEMALE = "female", "female"
    MALE = "male", "male"


class Patient(models.Model):
    """A person who comes to one clinic."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="patients")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="patient"
    )
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    birth_date = models.DateField()
    handedness = models.CharField(max_length=8, choices=Handedness.choices, blank=True)
    sport = models.CharField("sport or work", max_length=80, blank=True)
    sex = models.CharField("sex, for depth limits", max_length=8, choices=Sex.choices, blank=True)
    height_cm = models.FloatField("height, cm", null=True, blank=True)
    weight_kg = models.FloatField("weight, kg", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["family_name", "given_name", "birth_date"]
        indexes = [models.Index(fields=["clinic", "family_name"])]

    def __str__(self) -> str:
        # Names stay out of logs and error pages, which print objects this way.
        return f"patient {self.pk}"

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def age_years(self, today: date) -> int:
        """Return the age in completed years."""
        had_birthday = (today.month, today.day) >= (self.birth_date.month, self.birth_date.day)
        return today.year - self.birth_date.year - (not had_birthday)

    @property
    def lacks_measures(self) -> bool:
        """Whether something of the body is not recorded that a depth limit can depend on."""
        return not self.sex or self.height_cm is None or self.weight_kg is None

    @property
    def age(self) -> int:
        return self.age_years(timezone.localdate())
