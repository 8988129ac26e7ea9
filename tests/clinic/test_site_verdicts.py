"""The visit judges its sites: shown beside each, in the way of the signature, and guided."""

import pytest
from django.test import Client
from django.urls import reverse

from filiform.body import Side
from filiform.care import Needle, Needling
from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.needling import actions, mapping, queries
from filiform.clinic.needling.models import NeedlingRecord, SessionRecord
from filiform.safety import load_site_survey
from tests.clinic.visits import a_needling, all_no
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def screened(cast: Cast) -> SessionRecord:
    session = actions.start_session(cast.episode, by=cast.ada)
    return actions.answer_screening(session, all_no(), by=cast.ada)


def put(cast: Cast, session: SessionRecord, **changes: object) -> Needling:
    needling = a_needling(needles_out=1, **changes)
    actions.put_needling(session, needling, by=cast.ada)
    return needling


def long_trapezius(cast: Cast, session: SessionRecord) -> Needling:
    return put(
        cast,
        session,
        muscle="trapezius_upper",
        trigger_point="trapezius_upper.trp1",
        needle=Needle(0.25, 40),
    )


def page(client: Client, session: SessionRecord) -> str:
    return client.get(reverse("needling:visit", args=[session.pk])).content.decode()


def refusal(session: SessionRecord, cast: Cast) -> str:
    with pytest.raises(actions.SigningRefusedError) as refused:
        actions.sign(queries.session_seen_by(cast.ada, session.pk), by=cast.ada)
    return str(refused.value)


def test_a_site_shows_its_limit_its_hazards_and_what_was_not_recorded(
    cast: Cast, as_ada: Client, screened: SessionRecord
) -> None:
    put(cast, screened)

    text = page(as_ada, screened)

    assert "Beside it: lung and its lining, suprascapular nerve." in text
    assert "proposal, not yet signed off by a clinician" in text
    assert "Not recorded, so not judged as done: body measures; " in text
    assert "against the rule" not in text


def test_a_needle_too_long_is_stored_flagged_and_hinders_the_signature(
    cast: Cast, as_ada: Client, screened: SessionRecord
) -> None:
    long_trapezius(cast, screened)

    text = page(as_ada, screened)

    assert NeedlingRecord.objects.count() == 1
    assert "against the rule" in text
    assert "the hard maximum is 30 mm" in text
    assert "KYPH22" in text
    assert "S05 Deeper than the hard maximum. No reason permits it" in refusal(screened, cast)


def test_a_deviation_is_reported_a_modification_explained_and_then_the_visit_is_signed(
    cast: Cast, as_ada: Client, screened: SessionRecord
) -> None:
    needling = long_trapezius(cast, screened)
    url = reverse("needling:explain", args=[screened.pk, needling.id])

    as_ada.post(url, {"concern": "S05", "reason": "wrong tray; needle held at 20 mm"})
    assert "S10" in refusal(screened, cast)
    as_ada.post(url, {"concern": "S10", "reason": "the same"})
    signed = actions.sign(queries.session_seen_by(cast.ada, screened.pk), by=cast.ada)

    (record,) = NeedlingRecord.objects.all()
    assert [(r.concern, r.deviation) for r in record.reasons.all()] == [
        ("S05", True),
        ("S10", False),
    ]
    assert AuditEntry.objects.filter(verb="site explained").count() == 2
    assert mapping.canonical(signed)["needlings"][0]["reasons"][0]["reason"].startswith("wrong")
    assert actions.signature_of(signed) == signed.signature


def test_a_reason_for_a_concern_that_does_not_stand_is_refused(
    cast: Cast, as_ada: Client, screened: SessionRecord
) -> None:
    needling = put(cast, screened)
    url = reverse("needling:explain", args=[screened.pk, needling.id])

    answer = as_ada.post(url, {"concern": "S05", "reason": "x"}, follow=True)

    assert "does not stand against the site" in answer.content.decode()


def test_an_empty_reason_is_not_taken(cast: Cast, as_ada: Client, screened: SessionRecord) -> None:
    needling = long_trapezius(cast, screened)
    url = reverse("needling:explain", args=[screened.pk, needling.id])

    answer = as_ada.post(url, {"concern": "S05", "reason": " "}, follow=True)

    assert "Write why it was done, or what happened." in answer.content.decode()
    assert "S05" in refusal(screened, cast)


def test_the_second_side_of_the_chest_wall_wants_a_confirmed_reason(
    cast: Cast, as_ada: Client, screened: SessionRecord
) -> None:
    site = {"muscle": "rhomboid_major", "trigger_point": "rhomboid_major.trp1"}
    put(cast, screened, needle=Needle(0.25, 25), **site)
    second = put(cast, screened, needle=Needle(0.25, 25), side=Side.LEFT, **site)
    url = reverse("needling:explain", args=[screened.pk, second.id])

    assert "A17 Both sides of the chest wall" in refusal(screened, cast)
    as_ada.post(url, {"concern": "A17", "reason": "bilateral on request"})
    assert "Confirm it a second time" in refusal(screened, cast)
    as_ada.post(url, {"concern": "A17", "reason": "bilateral on request", "confirmed": "on"})

    assert actions.sign(queries.session_seen_by(cast.ada, screened.pk), by=cast.ada).is_signed


def test_a_usual_needle_at_a_usual_site_is_signed_as_before(
    cast: Cast, screened: SessionRecord
) -> None:
    put(cast, screened)

    signed = actions.sign(screened, by=cast.ada)

    assert signed.is_signed
    assert "reasons" not in mapping.canonical(signed)["needlings"][0]


@pytest.mark.parametrize("site", load_site_survey().sites.values(), ids=lambda site: site.id)
def test_the_guidance_names_what_lies_beside_each_site(
    as_ada: Client, screened: SessionRecord, site: object
) -> None:
    muscle = site.muscles[0]  # type: ignore[attr-defined]
    point = (*site.trigger_points, f"{muscle}.trp1")[0]  # type: ignore[attr-defined]

    answer = as_ada.get(reverse("needling:guidance", args=[screened.pk, point, "left"]))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "never a permission to go that deep" in text
    assert site.hazards[0].label in text or site.part  # type: ignore[attr-defined]


def test_the_guidance_of_an_advanced_site_says_so_with_direction_and_marks(
    as_ada: Client, screened: SessionRecord
) -> None:
    url = reverse("needling:guidance", args=[screened.pk, "quadratus_lumborum.trp3", "right"])

    text = as_ada.get(url).content.decode()

    assert "advanced: recorded extra training" in text
    assert "<strong>Never:</strong> anterior, cranial" in text
    assert "kidney, lung and its lining" in text
    assert "A16 No recorded authorisation" in text
    assert "E15: course note" in text
    assert AuditEntry.objects.filter(verb="site guidance viewed").exists()


@pytest.mark.parametrize(("point", "side"), [("nothing.trp1", "left"), ("soleus.trp1", "up")])
def test_a_point_or_side_that_is_not_there_is_not_found(
    as_ada: Client, screened: SessionRecord, point: str, side: str
) -> None:
    url = reverse("needling:guidance", args=[screened.pk, point, side])

    assert as_ada.get(url).status_code == 404
