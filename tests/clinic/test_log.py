"""Names, values and one-time tokens stay out of the log."""

import logging
import sys

import pytest
from django.test import Client

from filiform.clinic.requests import NoPatientData
from tests.conftest import Cast


def _written(record: logging.LogRecord) -> str:
    assert NoPatientData().filter(record)
    return logging.Formatter("%(levelname)s %(name)s: %(message)s").format(record)


def _record(message: str, *arguments: object) -> logging.LogRecord:
    return logging.LogRecord("django.request", logging.ERROR, "", 0, message, arguments, None)


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("Not Found: /p/s3cr3t-t0k3n/", ()),
        ("Gone: /s/s3cr3t-t0k3n/", ()),
        ("Not Found: %s", ("/p/s3cr3t-t0k3n/",)),
        ('"GET /p/s3cr3t-t0k3n HTTP/1.1" %d', (404,)),
        ("%s: %s", ("Forbidden", "http://clinic.example.test/p/s3cr3t-t0k3n/?a=b")),
    ],
)
def test_a_one_time_token_is_never_written(message: str, arguments: tuple[object, ...]) -> None:
    written = _written(_record(message, *arguments))

    assert "s3cr3t" not in written
    assert "/p/…" in written or "/s/…" in written


def test_an_exception_is_written_with_its_place_and_without_its_values() -> None:
    record = _record("Internal Server Error: %s", "/patients/")
    try:
        birth_name = "Cleo Example"
        raise ValueError(f"duplicate key ({birth_name})")
    except ValueError:
        record.exc_info = sys.exc_info()

    written = _written(record)

    assert "ValueError" in written
    assert "test_log.py" in written
    assert "Cleo" not in written


def test_a_broken_page_says_so_and_writes_no_name(
    as_ada: Client, cast: Cast, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*arguments: object) -> None:
        raise RuntimeError(f"{cast.patient.full_name} is in this message")

    monkeypatch.setattr("filiform.clinic.patients.queries.patient_seen_by", break_down)
    as_ada.raise_request_exception = False

    answer = as_ada.get(f"/patients/{cast.patient.pk}/")

    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()
    assert cast.patient.full_name not in answer.content.decode()
    written = "\n".join(_written(record) for record in caplog.records)
    assert "RuntimeError" in written
    assert cast.patient.full_name not in written
