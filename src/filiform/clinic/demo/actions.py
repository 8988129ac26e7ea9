"""Making the demo: all of it or nothing, in one transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from filiform.clinic.accounts.models import Clinic, Role, User
from filiform.clinic.demo import guard
from filiform.clinic.demo.aftermath import write_aftermath
from filiform.clinic.demo.course import Frame, sample_course
from filiform.clinic.demo.erasing import erase_everything
from filiform.clinic.demo.people import DemoPatient, DemoPerson, load_people, load_plot
from filiform.clinic.demo.records import Scribe
from filiform.clinic.demo.rows import Rows
from filiform.clinic.demo.sign_ins import write_sign_ins
from filiform.clinic.demo.signing import sign_visits
from filiform.clinic.patients.models import Handedness, Patient

SEED = 20_260_101
IN_PROGRESS = (1, 2)
"""Patients of the first clinic who are being needled right now."""
Progress = Callable[[int, int], None]


def make_demo(
    *,
    as_of: datetime | None = None,
    seed: int = SEED,
    patients: int | None = None,
    reset: bool = False,
    progress: Progress = lambda done, of: None,
) -> bool:
    """Make the demo unless it is there; return whether it was made.

    Parameters
    ----------
    as_of
        The moment that counts as now; the clock's if omitted.
    seed
        The same seed and moment give the same records.
    patients
        How many of the patients; all if omitted.
    reset
        Empty the demo's database first.
    progress
        Called with the number of patients done and of all.

    Raises
    ------
    DemoRefusedError
        In production, or if the database holds a clinic which the demo did not make.
    """
    guard.require_own_database()
    is_new = reset or not guard.is_made()
    if is_new:
        with transaction.atomic():
            if reset:
                erase_everything()
            _Making(timezone.localtime(as_of), seed).make(patients, progress)
    write_sign_ins()
    return is_new


class _Making:
    """One making of the demo."""

    def __init__(self, as_of: datetime, seed: int) -> None:
        self.as_of = as_of.replace(microsecond=0)
        self.seed = seed
        self.people = load_people()
        self.password = make_password(self.people.password)
        self.founded_at = self.as_of - timedelta(days=load_plot()["span"]["days"])
        self.rows = Rows()

    def make(self, count: int | None, progress: Progress) -> None:
        self.clinics = [Clinic(id=clinic.id, name=clinic.name) for clinic in self.people.clinics]
        Clinic.objects.bulk_create(self.clinics)
        self.staff = [self._person(person) for person in self.people.staff]
        self.rows.add(*self.staff)
        self._note_staff()
        chosen = self.people.patients[:count]
        last_of_first = max(place for place, patient in enumerate(chosen) if patient.clinic == 0)
        for place, patient in enumerate(chosen):
            self._write_patient(place, patient, without_episode=place == last_of_first)
            progress(place + 1, len(chosen))
        self.rows.store()
        sign_visits(self.rows)
        write_aftermath(self.rows, as_of=self.as_of)
        self.rows.store_audit()

    def _person(self, person: DemoPerson) -> User:
        return User(
            id=person.id,
            email=person.email,
            password=self.password,
            given_name=person.given_name,
            family_name=person.family_name,
            role=person.role,
            clinic=self.clinics[person.clinic],
            date_joined=self.founded_at,
        )

    def _note_staff(self) -> None:
        for clinic in self.clinics:
            of_clinic = [user for user in self.staff if user.clinic_id == clinic.pk]
            lead = next(user for user in of_clinic if user.role == Role.CLINIC_LEAD)
            self.rows.note("clinic founded", clinic, at=self.founded_at, clinic=clinic, by=lead)
            for user in of_clinic:
                if user is not lead:
                    self.rows.note("staff added", user, at=self.founded_at, clinic=clinic, by=lead)

    def _write_patient(self, place: int, person: DemoPatient, *, without_episode: bool) -> None:
        rng = np.random.default_rng([self.seed, place])
        clinic = self.clinics[person.clinic]
        of_clinic = [user for user in self.staff if user.clinic_id == clinic.pk]
        clinicians = [user for user in of_clinic if user.is_clinical]
        frames = [] if without_episode else self._frames(place, rng)
        courses = [sample_course(frame, rng) for frame in frames]
        arrived_at = self.as_of - timedelta(hours=2)
        if courses:
            arrived_at = courses[0].drawings[0][0] - timedelta(days=2)
        patient = self._patient(person, rng, clinic, arrived_at)
        desk = next((user for user in of_clinic if user.role == Role.FRONT_DESK), clinicians[0])
        self.rows.note("patient added", patient, at=arrived_at, clinic=clinic, by=desk)
        clinician = clinicians[int(rng.integers(len(clinicians)))]
        for course in courses:
            Scribe(self.rows, clinic, patient, clinician, rng).write_episode(course)

    def _patient(
        self, person: DemoPatient, rng: np.random.Generator, clinic: Clinic, at: datetime
    ) -> Patient:
        user = self._person(person.sign_in) if person.sign_in else None
        if user:
            user.date_joined = at
            self.rows.add(user)
        low, high = load_plot()["span"]["age_years"]
        born = self.as_of.date() - timedelta(days=int(rng.integers(low * 366, high * 365)))
        patient = Patient(
            id=UUID(bytes=rng.bytes(16), version=4),
            clinic=clinic,
            user=user,
            given_name=person.given_name,
            family_name=person.family_name,
            birth_date=born,
            handedness=rng.choice([Handedness.RIGHT] * 8 + [Handedness.LEFT, ""]),
            sport=str(rng.choice(self.people.sports)),
            created_at=at,
        )
        self.rows.add(patient)
        return patient

    def _frames(self, place: int, rng: np.random.Generator) -> list[Frame]:
        """Settle when a patient's episodes were, and which of them is still open."""
        span = load_plot()["span"]
        in_progress = place in IN_PROGRESS
        is_open = place == 0 or in_progress or rng.random() < span["episodes_open"]
        has_earlier = rng.random() < span["second_episode"]
        reasons = self._reasons(rng)
        kind = "open" if is_open else "later" if has_earlier else "finished"
        windows = [(f"{kind}_last_visit_days", is_open, in_progress)]
        if has_earlier:
            windows.insert(0, ("earlier_last_visit_days", False, False))
        return [
            Frame(
                as_of=self.as_of,
                last_visit_days=int(rng.integers(span[name][0], span[name][1] + 1)),
                is_open=still_open,
                in_progress=going_on,
                reason_by_concern=reasons,
            )
            for name, still_open, going_on in windows
        ]

    def _reasons(self, rng: np.random.Generator) -> dict[str, str]:
        screening = load_plot()["screening"]
        if rng.random() >= screening["with_a_yes"]:
            return {}
        code = str(rng.choice(list(screening["reasons"])))
        return {code: screening["reasons"][code]}
