"""The whole demo: what a newcomer finds at the first start."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from filiform.clinic.accounts.models import Clinic, Role, User
from filiform.clinic.demo.actions import make_demo
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.localisations.models import LocalisationRecord
from filiform.clinic.needling.models import SessionRecord
from filiform.clinic.patients.models import Patient

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


@pytest.mark.server
@pytest.mark.django_db
def test_three_clinics_eight_staff_and_sixty_patients_over_two_years(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.STATE = tmp_path

    make_demo(as_of=NOW)

    assert Clinic.objects.count() == 3
    assert User.objects.exclude(role=Role.PATIENT).count() == 8
    assert Patient.objects.count() == 60
    first = SessionRecord.objects.order_by("started_at").values_list("started_at", flat=True)[0]
    assert timedelta(days=400) < NOW - first <= timedelta(days=731)
    assert LocalisationRecord.objects.count() > DrawingRecord.objects.count() / 2
    for clinic in Clinic.objects.all():
        assert SessionRecord.objects.filter(episode__patient__clinic=clinic).exists()
