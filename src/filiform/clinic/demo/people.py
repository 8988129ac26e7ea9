"""The fictional people of the demo, read from ``data/people.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid5

from filiform.clinic.accounts.models import Role

DEMO_NAMESPACE = UUID("6f1d3c1e-5a0b-4e0e-9a53-2d1f0f11f0a1")
"""Ids made from it are the demo's own: a clinic with another id was made by somebody else."""


@dataclass(frozen=True, slots=True)
class DemoClinic:
    """One fictional clinic."""

    name: str

    @property
    def id(self) -> UUID:
        """The same at every making; by it the demo knows its own clinics."""
        return uuid5(DEMO_NAMESPACE, self.name)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who can sign in; ``clinic`` is a place in the list of clinics."""

    clinic: int
    role: Role
    given_name: str
    family_name: str
    email: str

    @property
    def id(self) -> UUID:
        """The same at every making."""
        return uuid5(DEMO_NAMESPACE, self.email)


@dataclass(frozen=True, slots=True)
class DemoPatient:
    """A fictional patient; with ``sign_in``, one who has a page of their own."""

    clinic: int
    given_name: str
    family_name: str
    sign_in: DemoPerson | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in the demo."""

    password: str
    clinics: tuple[DemoClinic, ...]
    staff: tuple[DemoPerson, ...]
    patients: tuple[DemoPatient, ...]
    sports: tuple[str, ...]

    @property
    def sign_ins(self) -> tuple[DemoPerson, ...]:
        """The staff, then the patients who can sign in."""
        return self.staff + tuple(patient.sign_in for patient in self.patients if patient.sign_in)


@cache
def load_people() -> People:
    """Read the people once."""
    table = _table("people.toml")
    return People(
        password=table["password"],
        clinics=tuple(DemoClinic(entry["name"]) for entry in table["clinics"]),
        staff=tuple(
            DemoPerson(**entry | {"role": Role(entry["role"])}) for entry in table["staff"]
        ),
        patients=_patients(table),
        sports=tuple(sport for entry in table["sports"] for sport in entry["names"]),
    )


@cache
def load_plot() -> Mapping[str, Any]:
    """Read once how the stories go; every number in it is invented."""
    return _table("plot.toml")


def _patients(table: Mapping[str, Any]) -> tuple[DemoPatient, ...]:
    named = [(entry["clinic"], *names) for entry in table["patients"] for names in entry["names"]]
    signed_in = table["signed_in_patient"]
    return tuple(
        DemoPatient(
            clinic,
            given_name,
            family_name,
            DemoPerson(clinic, Role.PATIENT, given_name, family_name, signed_in["email"])
            if place == signed_in["patient"]
            else None,
        )
        for place, (clinic, given_name, family_name) in enumerate(named)
    )


def _table(name: str) -> dict[str, Any]:
    path = files("filiform.clinic.demo") / "data" / name
    return tomllib.loads(path.read_text(encoding="utf-8"))
