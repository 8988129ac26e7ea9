import re
import zlib

from django.test import Client
from django.urls import reverse

from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.episodes import actions as episode_actions
from filiform.clinic.measures.report import content_of, curve_svg
from filiform.clinic.measures.shown import measures_of
from tests.clinic.readings import a_reading
from tests.conftest import Cast


def with_readings(cast: Cast) -> None:
    for days_ago, value in ((30, 8), (20, 6), (10, 4), (1, 3)):
        a_reading(cast.episode, by=cast.ada, value=value, days_ago=days_ago)
    a_reading(cast.episode, by=cast.ada, row="grip", value=30, side="left")


def test_the_report_is_a_tagged_pdf_that_is_named_without_the_patient(
    as_ada: Client, cast: Cast, drawing: DrawingRecord
) -> None:
    with_readings(cast)

    answer = as_ada.get(reverse("measures:report", args=[cast.episode.pk]))

    assert answer.content.startswith(b"%PDF-")
    assert "Cleo" not in answer["Content-Disposition"]
    assert AuditEntry.objects.filter(verb="report exported").count() == 1
    assert b"/MarkInfo" in unpacked(answer.content)
    assert b"/StructTreeRoot" in unpacked(answer.content)


def unpacked(pdf: bytes) -> bytes:
    """Return a PDF with the streams that hold its objects unpacked."""
    out = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            out.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(out)


def test_it_holds_the_changes_with_their_numbers_and_sources(
    cast: Cast, drawing: DrawingRecord
) -> None:
    with_readings(cast)

    content = content_of(cast.episode)

    pain, grip = content["changes"]
    assert (pain["first"], pain["latest"]) == ("8", "3")
    assert "probability that the true change is 2 or more" in pain["words"]
    assert grip["words"] == "Two readings clear of a needle are needed."
    assert any("Childs" in source or "Costa" in source for source in content["sources"])
    assert [each["label"].split(",")[0] for each in content["drawings"]]
    assert ": 8, " in content["curves"][0]["alt"]


def test_at_the_end_of_the_episode_it_is_a_discharge_summary(cast: Cast) -> None:
    assert content_of(cast.episode)["title"] == "Progress report"

    episode_actions.end_episode(cast.episode, ended_on=cast.episode.started_on, by=cast.ada)

    assert content_of(cast.episode)["title"] == "Discharge summary"


def test_an_episode_without_readings_has_its_report_too(as_ada: Client, cast: Cast) -> None:
    answer = as_ada.get(reverse("measures:report", args=[cast.episode.pk]))

    assert answer.status_code == 200


def test_a_hostile_complaint_becomes_no_markup(as_ada: Client, cast: Cast) -> None:
    cast.episode.complaint = '#panic("x") <svg onload="y">'
    cast.episode.save()

    answer = as_ada.get(reverse("measures:report", args=[cast.episode.pk]))

    assert answer.status_code == 200


def test_a_curve_on_paper_needs_no_style(cast: Cast) -> None:
    with_readings(cast)

    pain = measures_of(cast.episode).curves[0]

    assert "style=" not in curve_svg(pain)
    assert "class=" not in curve_svg(pain)
    assert curve_svg(pain).count("<circle") == 4
