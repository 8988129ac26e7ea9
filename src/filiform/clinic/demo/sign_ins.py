"""The file from which the sign-in page offers the demo's people."""

import json
import os
from pathlib import Path

from django.conf import settings

from filiform.clinic.accounts.queries import DEMO_SIGN_INS_FILE
from filiform.clinic.demo.people import load_people


def write_sign_ins() -> Path:
    """Write everybody who can sign in, readable by the owner only; leave it if it is right."""
    people = load_people()
    path = Path(settings.STATE) / DEMO_SIGN_INS_FILE
    rows = [
        {
            "email": person.email,
            "password": people.password,
            "role": person.role.label,
            "name": f"{person.given_name} {person.family_name}",
            "clinic": people.clinics[person.clinic].name,
        }
        for person in people.sign_ins
    ]
    text = json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)
    return path
