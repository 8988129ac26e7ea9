"""A patient's own drawings over time: all of them, in plain words, and nobody else's."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filiform.body import PainDrawing, PainMark, Side, SidedArea, measure_drawing
from filiform.clinic.accounts.models import Role, User
from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.drawings.mapping import drawn_of, marks_of
from filiform.clinic.drawings.models import DrawingRecord, DrawnOn
from filiform.clinic.patients.models import Patient
from tests.conftest import Cast, signed_in

# Words of the clinicians' page that have no place on a patient's.
NOT_FOR_PATIENTS = (
    "WPI", "Widespread", "Laterality", "rank", "depth", " mm", "trigger", "diagnos", "Overlap",
)  # fmt: skip


def url(cast: Cast) -> str:
    return reverse("drawings:own_drawings", args=[cast.episode.pk])


def drawn(cast: Cast, *, days_ago: int, **intensities: int) -> DrawingRecord:
    return stored(
        cast,
        *(PainMark(area, Side.RIGHT, value) for area, value in intensities.items()),
        days_ago=days_ago,
    )


def stored(cast: Cast, *marks: PainMark, days_ago: int) -> DrawingRecord:
    return DrawingRecord.objects.create(
        id=uuid4(),
        episode=cast.episode,
        marks=marks_of(PainDrawing(marks)),
        drawn_on=DrawnOn.OWN_PAGE,
        drawn_at=timezone.now() - timedelta(days=days_ago),
        recorded_by=cast.cleo,
    )


@pytest.fixture
def as_cleo(cast: Cast) -> Client:
    return signed_in(cast.cleo)


def test_every_drawing_is_there_oldest_first_with_two_measures(cast: Cast, as_cleo: Client) -> None:
    later = drawn(cast, days_ago=1, acromion=3)
    earlier = drawn(cast, days_ago=9, acromion=7, axilla=4)

    answer = as_cleo.get(url(cast))

    page = answer.content.decode()
    shown = answer.context["drawings"]
    assert [each.record for each in shown] == [earlier, later]
    assert [each.strongest for each in shown] == [7, 3]
    for each, record in zip(shown, (earlier, later), strict=True):
        assert each.percent == measure_drawing(drawn_of(record).skin).extent_percent
        assert f"{each.percent:.1f} %" in page
    assert page.count("data-frame") == 2
    assert "7 of 10" in page
    on_paper = page[page.index("print-only") :]
    assert f'{SidedArea("acromion", Side.RIGHT).label}: <b class="figure">7</b>' in on_paper
    assert "ff-drawing-film" in page


def test_nothing_of_the_clinicians_page_is_on_it(cast: Cast, as_cleo: Client) -> None:
    drawn(cast, days_ago=9, scapula_body=7)
    drawn(cast, days_ago=1, scapula_body=5)

    page = as_cleo.get(url(cast)).content.decode()

    main = page[page.index("<main") : page.index("</main>")]
    text = main[: main.index("<script")] + main[main.index("</script>") :]
    assert [word for word in NOT_FOR_PATIENTS if word in text] == []
    assert "/drawings/map/" not in page


def test_one_drawing_makes_no_film_and_none_says_how_to_begin(cast: Cast, as_cleo: Client) -> None:
    empty = as_cleo.get(url(cast)).content.decode()
    drawn(cast, days_ago=0, acromion=5)
    single = as_cleo.get(url(cast)).content.decode()

    assert "No drawing yet" in empty
    assert reverse("drawings:own", args=[cast.episode.pk]) in empty
    assert single.count("data-frame") == 1
    assert "ff-drawing-film" not in single


def test_a_finished_episode_can_be_looked_at_and_not_painted_on(
    cast: Cast, as_cleo: Client
) -> None:
    cast.episode.ended_on = timezone.localdate()
    cast.episode.save()

    page = as_cleo.get(url(cast)).content.decode()

    assert reverse("drawings:own", args=[cast.episode.pk]) not in page


def test_marks_in_the_mouth_alone_paint_no_skin_and_hurt_all_the_same(
    cast: Cast, as_cleo: Client
) -> None:
    stored(cast, PainMark("mouth_tongue", Side.MIDLINE, 4), days_ago=0)

    page = as_cleo.get(url(cast)).content.decode()

    assert "4 of 10" in page
    assert "0.0 %" in page


def test_another_patient_of_the_clinic_does_not_find_the_page(cast: Cast) -> None:
    eve = User.objects.create_user(
        "eve@example.test",
        given_name="Eve",
        family_name="Example",
        role=Role.PATIENT,
        clinic=cast.clinic,
    )
    Patient.objects.create(
        clinic=cast.clinic,
        user=eve,
        given_name="Eve",
        family_name="Example",
        birth_date=cast.patient.birth_date,
    )

    assert signed_in(eve).get(url(cast)).status_code == 404


def test_only_the_patient_opens_it_and_that_is_written_down(cast: Cast, as_cleo: Client) -> None:
    answers = {
        name: signed_in(getattr(cast, name)).get(url(cast)).status_code
        for name in ("ada", "ben", "dora", "lea", "ian")
    }
    signed_out = signed_in(None).get(url(cast))
    as_cleo.get(url(cast))

    assert set(answers.values()) == {403}
    assert signed_out.headers["Location"].startswith("/accounts/login/")
    entry = AuditEntry.objects.get(verb="own drawings viewed")
    assert (entry.actor, entry.object_id) == (cast.cleo, str(cast.episode.pk))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ["7 von 10", "Stärkster Schmerz", ">RECHTS</text>", "Von vorne"]),
        ("es", ["7 de 10", "Dolor más fuerte", ">DERECHA</text>"]),
    ],
)
def test_it_speaks_the_patients_language_down_to_the_charts(
    cast: Cast, as_cleo: Client, language: str, words: list[str]
) -> None:
    drawn(cast, days_ago=1, acromion=7)
    drawn(cast, days_ago=0, acromion=7)

    page = as_cleo.get(url(cast), headers={"Accept-Language": language}).content.decode()

    assert [text for text in words if text not in page] == []
    assert ">RIGHT<" not in page
