"""The cast: Ada treats Cleo; Ben, of another clinic, must see nothing of hers."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from hypothesis import HealthCheck, settings

from filiform.body import PainDrawing, PainMark, PainQuality, Side
from filiform.clinic.accounts.models import Clinic, Role, User
from filiform.clinic.drawings import actions as drawing_actions
from filiform.clinic.drawings.models import DrawingRecord, DrawnOn
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.patients.models import Patient
from tests.clinic.consenting import agree

# Shared machines stall: a deadline would fail tests for reasons that are not theirs.
settings.register_profile(
    "steady", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.load_profile("steady")


@dataclass(frozen=True)
class Cast:
    """Everyone, with what belongs to Ada's clinic."""

    clinic: Clinic
    ada: User
    """Clinician; treats Cleo."""
    ben: User
    """Clinician of another clinic."""
    cleo: User
    """Patient, signed in as herself."""
    dora: User
    """Front desk."""
    lea: User
    """Clinic lead."""
    ian: User
    """Administrator."""
    patient: Patient
    """Cleo's record."""
    episode: EpisodeRecord
    """Her complaint, with a consent to everything."""


@pytest.fixture(autouse=True)
def quick_passwords(settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db: None) -> Cast:
    clinic = Clinic.objects.create(name="Riverside")
    elsewhere = Clinic.objects.create(name="Hilltop")

    def person(name: str, role: Role, where: Clinic = clinic) -> User:
        return User.objects.create_user(
            f"{name.lower()}@example.test",
            "a long password",
            given_name=name,
            family_name="Example",
            role=role,
            clinic=where,
        )

    ada, cleo = person("Ada", Role.CLINICIAN), person("Cleo", Role.PATIENT)
    patient = Patient.objects.create(
        clinic=clinic,
        user=cleo,
        given_name="Cleo",
        family_name="Example",
        birth_date=date(1990, 5, 4),
    )
    episode = EpisodeRecord.objects.create(
        patient=patient, complaint="Right shoulder", clinician=ada
    )
    agree(episode, by=ada)
    return Cast(
        clinic=clinic,
        ada=ada,
        ben=person("Ben", Role.CLINICIAN, elsewhere),
        cleo=cleo,
        dora=person("Dora", Role.FRONT_DESK),
        lea=person("Lea", Role.CLINIC_LEAD),
        ian=person("Ian", Role.ADMINISTRATOR),
        patient=patient,
        episode=episode,
    )


@pytest.fixture
def as_ada(cast: Cast) -> Client:
    return signed_in(cast.ada)


@pytest.fixture
def shoulder() -> PainDrawing:
    """Pain in front of the right shoulder and down the arm."""
    return PainDrawing(
        (
            PainMark("shoulder_anterior", Side.RIGHT, 6, (PainQuality.ACHING,)),
            PainMark("arm_anterior_upper", Side.RIGHT, 4, ()),
        )
    )


@pytest.fixture
def drawing(cast: Cast, shoulder: PainDrawing) -> DrawingRecord:
    return drawing_actions.save_drawing(
        shoulder, drawing_id=uuid4(), episode=cast.episode, drawn_on=DrawnOn.CLINIC, by=cast.ada
    )


def signed_in(user: User | None) -> Client:
    """Return a browser in which somebody is signed in, or nobody."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
