import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filiform.body import TOPOLOGY, PainDrawing, Side, SidedArea, require_area, vertices_of
from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.drawings import actions, mapping
from filiform.clinic.drawings.models import DrawingIsFinalError, DrawingRecord, PaintingLink
from tests.conftest import Cast, signed_in

ADAS = "a long password"


def drawing_form(drawing: PainDrawing, **changes: str) -> dict[str, str]:
    return {
        "drawing_id": str(uuid4()),
        "marks": json.dumps(mapping.marks_of(drawing)),
    } | changes


def new_url(cast: Cast) -> str:
    return reverse("drawings:new", args=[cast.episode.pk])


def test_a_drawing_is_stored_as_drawn(as_ada: Client, cast: Cast, shoulder: PainDrawing) -> None:
    answer = as_ada.post(new_url(cast), drawing_form(shoulder))

    record = DrawingRecord.objects.get()
    assert answer.status_code == 302
    assert mapping.drawn_of(record).areas == shoulder
    assert record.recorded_by == cast.ada


def test_a_drawing_is_never_edited_or_deleted(drawing: DrawingRecord) -> None:
    drawing.marks = {"marks": []}

    with pytest.raises(DrawingIsFinalError):
        drawing.save()
    with pytest.raises(DrawingIsFinalError):
        drawing.delete()


def test_without_scripts_the_list_is_the_drawing(as_ada: Client, cast: Cast) -> None:
    form = {
        "drawing_id": str(uuid4()),
        "marks": '{"marks":[]}',
        "list.shoulder_anterior.right": "6",
        "list.sternum.midline": "2",
        "list.shoulder_anterior.left": "",
    }

    answer = as_ada.post(new_url(cast), form)

    marks = mapping.drawn_of(DrawingRecord.objects.get()).areas.marks
    assert answer.status_code == 302
    assert [(mark.sided_area.key, mark.intensity, mark.qualities) for mark in marks] == [
        ("shoulder_anterior.right", 6, ()),
        ("sternum.midline", 2, ()),
    ]


@pytest.mark.parametrize("strength", ["11", "-1", "²", "much"])
def test_a_strength_that_is_none_is_refused_from_the_list(
    as_ada: Client, cast: Cast, strength: str
) -> None:
    form = {"drawing_id": str(uuid4()), "marks": "{}", "list.sternum.midline": strength}

    answer = as_ada.post(new_url(cast), form)

    assert answer.status_code == 400
    assert not DrawingRecord.objects.exists()


def test_the_same_drawing_sent_twice_is_stored_once(
    as_ada: Client, cast: Cast, shoulder: PainDrawing
) -> None:
    form = drawing_form(shoulder)

    answers = [as_ada.post(new_url(cast), form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert DrawingRecord.objects.count() == 1


def test_the_same_id_with_other_marks_is_refused_and_overwrites_nothing(
    as_ada: Client, cast: Cast, shoulder: PainDrawing
) -> None:
    form = drawing_form(shoulder)
    as_ada.post(new_url(cast), form)

    answer = as_ada.post(
        new_url(cast), form | {"marks": json.dumps(mapping.marks_of(shoulder.mirrored))}
    )

    assert answer.status_code == 400
    assert mapping.drawn_of(DrawingRecord.objects.get()).areas == shoulder


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ("", "required"),
        ('{"marks": []}', "Nothing is marked yet"),
        ("not json", "not valid JSON"),
        ("[]", "an object is expected"),
        ('{"marks": [{"area": "sholder", "side": "right", "intensity": 5}]}', "marks[0].area"),
        (
            '{"marks": [{"area": "sternum", "side": "right", "intensity": 5}]}',
            "midline",
        ),
        (
            '{"marks": [{"area": "shoulder_anterior", "side": "right", "intensity": 11}]}',
            "intensity",
        ),
        ("[" * 50_000, "could not be read"),
    ],
)
def test_a_broken_drawing_is_refused_in_words(
    as_ada: Client, cast: Cast, marks: str, words: str
) -> None:
    answer = as_ada.post(new_url(cast), {"drawing_id": str(uuid4()), "marks": marks})

    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not DrawingRecord.objects.exists()


def surface_document(**changes: object) -> dict[str, object]:
    """The right shoulder in a stroke, and a knee by name."""
    stroke = {
        "vertices": vertices_of(SidedArea("shoulder_anterior", Side.RIGHT)).tolist(),
        "weights": "/w==",
        "intensity": 7,
        "quality": ["aching"],
    }
    return {
        "topology": TOPOLOGY,
        "strokes": [stroke | changes],
        "marks": [{"area": "knee_anterior", "side": "left", "intensity": 3, "quality": []}],
    }


def sent(document: object) -> dict[str, str]:
    return {"drawing_id": str(uuid4()), "marks": json.dumps(document)}


def test_strokes_on_the_skin_are_stored_as_drawn_and_read_as_areas(
    as_ada: Client, cast: Cast
) -> None:
    answer = as_ada.post(new_url(cast), sent(surface_document()))

    record = DrawingRecord.objects.get()
    areas = {mark.sided_area.key: mark.intensity for mark in mapping.drawn_of(record).areas.marks}
    assert answer.status_code == 302
    assert record.marks["topology"] == TOPOLOGY
    assert [mark["area"] for mark in record.marks["marks"]] == ["knee_anterior"]
    assert mapping.drawn_in(record.marks) == mapping.drawn_in(surface_document())
    assert areas == {"shoulder_anterior.right": 7, "knee_anterior.left": 3}


def test_strokes_sent_twice_are_one_drawing(as_ada: Client, cast: Cast) -> None:
    form = sent(surface_document())

    answers = [as_ada.post(new_url(cast), form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert DrawingRecord.objects.count() == 1


def test_a_drawing_on_the_skin_is_shown_and_ranked_by_its_areas(as_ada: Client, cast: Cast) -> None:
    as_ada.post(new_url(cast), sent(surface_document()))
    record = DrawingRecord.objects.get()

    drawing = as_ada.get(reverse("drawings:drawing", args=[record.pk])).content.decode()
    ranking = as_ada.get(reverse("localisations:ranking", args=[record.pk])).content.decode()
    episode = as_ada.get(reverse("episodes:episode", args=[cast.episode.pk])).content.decode()

    assert require_area("shoulder_anterior").label in drawing
    assert "Most probable first" in ranking
    assert "2 areas" in episode


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (surface_document() | {"topology": "surface-9"}, "surface-9"),
        ({"strokes": surface_document()["strokes"]}, "topology"),
        (surface_document(vertices=[99_999]), "vertices[0]"),
        (surface_document(vertices="gICAgAE="), "leaves the body"),
        (surface_document(vertices="!"), "base64"),
        (surface_document(vertices=[5], weights=[float("nan")]), "NaN"),
        (surface_document(vertices=[5], weights=[1.5]), "weights[0]"),
        (surface_document(intensity=0), "intensity"),
        (surface_document(colour="red"), "colour"),
        (surface_document() | {"shape": "heavy"}, "shape"),
        (surface_document(vertices=[5], weights=[0.1]) | {"marks": []}, "too small"),
    ],
)
def test_broken_strokes_are_refused_by_name_and_nothing_is_stored(
    as_ada: Client, cast: Cast, document: object, words: str
) -> None:
    answer = as_ada.post(new_url(cast), sent(document))

    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not DrawingRecord.objects.exists()


@pytest.mark.parametrize(("size", "status"), [(750_000, 400), (10_000_000, 413)])
def test_a_drawing_larger_than_any_hand_makes_is_refused(
    as_ada: Client, cast: Cast, size: int, status: int
) -> None:
    document = surface_document(vertices="A" * size)

    answer = as_ada.post(new_url(cast), sent(document))

    assert answer.status_code == status
    assert not DrawingRecord.objects.exists()


def test_fifty_megabytes_are_refused_before_they_are_read(as_ada: Client, cast: Cast) -> None:
    answer = as_ada.post(new_url(cast), {"marks": "x" * 50_000_000})

    assert answer.status_code == 413
    assert "Too large" in answer.content.decode()


def test_a_link_opens_once_and_shows_nothing_of_the_record(
    cast: Cast, shoulder: PainDrawing
) -> None:
    made = actions.make_link(cast.episode, by=cast.ada)
    address = reverse("drawings:open", args=[made.token])
    phone, other_phone = Client(), Client()

    preview = phone.get(address)
    opened = phone.post(address, follow=True)
    second = other_phone.post(address)

    page = opened.content.decode()
    assert preview.status_code == 200
    assert opened.status_code == 200
    assert "Example" not in page
    assert "Right shoulder" not in page
    assert second.status_code == 410


def test_a_painting_phone_can_paint_and_nothing_else(cast: Cast, shoulder: PainDrawing) -> None:
    made = actions.make_link(cast.episode, by=cast.ada)
    phone = Client()
    phone.post(reverse("drawings:open", args=[made.token]))

    for name, arguments in (
        ("patients:patients", []),
        ("patients:patient", [cast.patient.pk]),
        ("episodes:episode", [cast.episode.pk]),
    ):
        assert phone.get(reverse(name, args=arguments)).status_code == 403

    saved = phone.post(reverse("drawings:paint"), drawing_form(shoulder))
    assert saved.headers["Location"] == reverse("drawings:done")
    record = DrawingRecord.objects.get()
    assert record.drawn_on == "phone"
    assert record.recorded_by is None
    assert AuditEntry.objects.filter(verb="drawing saved", clinic=cast.clinic).exists()


def test_after_saving_the_link_is_over(cast: Cast, shoulder: PainDrawing) -> None:
    made = actions.make_link(cast.episode, by=cast.ada)
    phone = Client()
    phone.post(reverse("drawings:open", args=[made.token]))
    phone.post(reverse("drawings:paint"), drawing_form(shoulder))

    again = phone.get(reverse("drawings:paint"))

    assert again.headers["Location"] == reverse("drawings:done")
    assert phone.post(reverse("drawings:open", args=[made.token])).status_code == 410


@pytest.mark.parametrize("ended_by", ["age", "the clinic"])
def test_a_link_that_is_over_opens_nothing(cast: Cast, ended_by: str) -> None:
    made = actions.make_link(cast.episode, by=cast.ada)
    if ended_by == "age":
        PaintingLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        actions.cancel_link(made.link, by=cast.ada)

    answer = Client().post(reverse("drawings:open", args=[made.token]))

    assert answer.status_code == 410
    assert "Please ask for a new one" in answer.content.decode()


def test_a_painting_that_takes_too_long_is_told_so(cast: Cast) -> None:
    made = actions.make_link(cast.episode, by=cast.ada)
    phone = Client()
    phone.post(reverse("drawings:open", args=[made.token]))
    PaintingLink.objects.update(opened_at=timezone.now() - timedelta(hours=3))

    answer = phone.get(reverse("drawings:paint"))

    assert answer.status_code == 410
    assert "ask for a new link" in answer.content.decode()


def test_the_token_is_stored_nowhere(cast: Cast) -> None:
    made = actions.make_link(cast.episode, by=cast.ada)

    stored = [str(value) for row in PaintingLink.objects.values_list() for value in row]

    assert not any(made.token in value for value in stored)


def test_a_handed_over_tablet_needs_the_clinicians_password_to_come_back(
    as_ada: Client, cast: Cast, shoulder: PainDrawing
) -> None:
    as_ada.post(reverse("drawings:hand_over", args=[cast.episode.pk]))

    assert as_ada.get(reverse("patients:patients")).status_code == 403
    as_ada.post(reverse("drawings:paint"), drawing_form(shoulder))
    refused = as_ada.post(reverse("drawings:unlock"), {"password": "guess"})
    back = as_ada.post(reverse("drawings:unlock"), {"password": ADAS})

    record = DrawingRecord.objects.get()
    assert refused.status_code == 400
    assert back.headers["Location"] == reverse("drawings:drawing", args=[record.pk])
    assert record.drawn_on == "tablet"
    assert as_ada.get(reverse("patients:patients")).status_code == 200


def test_a_patient_paints_for_the_own_open_episode_only(cast: Cast, shoulder: PainDrawing) -> None:
    cleo = signed_in(cast.cleo)

    answer = cleo.post(
        reverse("drawings:own", args=[cast.episode.pk]), drawing_form(shoulder), follow=True
    )

    assert "saved and with your clinic" in answer.content.decode()
    assert DrawingRecord.objects.get().recorded_by == cast.cleo


def test_the_own_page_shows_no_ranking(cast: Cast, drawing: DrawingRecord) -> None:
    page = signed_in(cast.cleo).get(reverse("patients:me")).content.decode()

    assert "2 areas" in page
    for word in ("ranking", "Ranked", "trigger point", "infraspinatus"):
        assert word not in page
