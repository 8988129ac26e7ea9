"""What every answer tells the browser, and what no request may do."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse

from filiform.clinic.requests import DISCARDED_MOST, RequestMiddleware
from tests.conftest import Cast

TOO_LARGE = b"x" * 1_000_001


class Upload:
    """A body that comes in pieces and counts what was taken of it."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.largest_piece = 0

    def read(self, size: int) -> bytes:
        piece = min(size, self.left)
        self.left -= piece
        self.largest_piece = max(self.largest_piece, piece)
        return b"x" * piece


def _refuse_to_answer(request: HttpRequest) -> HttpResponse:
    raise AssertionError("the view was reached")


def _assert_locked_down(answer: HttpResponseBase) -> None:
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy, "an outside address"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "no-store" in answer["Cache-Control"]


def _answers(as_ada: Client, cast: Cast) -> Iterator[tuple[int, HttpResponseBase]]:
    yield 200, as_ada.get(reverse("patients:patient", args=[cast.patient.pk]))
    yield 302, Client().get("/patients/")
    yield 403, as_ada.get(reverse("audit:trail"))
    yield 404, as_ada.get("/nothing/here/")
    yield 413, as_ada.post("/patients/new/", TOO_LARGE, content_type="text/plain")


def test_every_answer_is_locked_down(as_ada: Client, cast: Cast) -> None:
    for status, answer in _answers(as_ada, cast):
        assert answer.status_code == status
        if status != 302:
            _assert_locked_down(answer)


def test_an_upload_that_is_too_large_gets_a_page_that_says_so(as_ada: Client) -> None:
    answer = as_ada.post("/patients/new/", TOO_LARGE, content_type="text/plain")

    assert answer.status_code == 413
    assert "Nothing was stored" in answer.content.decode()


def test_an_upload_of_50_mb_is_dropped_in_small_pieces() -> None:
    upload = Upload(50_000_000)
    request = RequestFactory().post("/")
    request.META |= {"wsgi.input": upload, "CONTENT_LENGTH": "50000000"}

    answer = RequestMiddleware(_refuse_to_answer)(request)

    assert answer.status_code == 413
    assert upload.left == 0
    assert upload.largest_piece <= 64_000


@pytest.mark.parametrize("length", ["", None])
def test_an_upload_that_does_not_announce_its_length_is_refused(length: str | None) -> None:
    upload = Upload(10 * DISCARDED_MOST)
    request = RequestFactory().post("/")
    request.META |= {"wsgi.input": upload, "HTTP_TRANSFER_ENCODING": "chunked"}
    request.META["CONTENT_LENGTH"] = length

    answer = RequestMiddleware(_refuse_to_answer)(request)

    assert answer.status_code == 413
    assert upload.left == 9 * DISCARDED_MOST, "it reads on without an end"


@pytest.mark.parametrize("length", ["lots", "1e9", "-"])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    request = RequestFactory().post("/")
    request.META |= {"wsgi.input": Upload(0), "CONTENT_LENGTH": length}

    assert RequestMiddleware(_refuse_to_answer)(request).status_code == 413
