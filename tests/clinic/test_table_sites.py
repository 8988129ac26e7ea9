"""Sites recorded at the table are judged, asked about and signed like any other."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from filiform.atlas import load_atlas
from filiform.care.entry_json import moment_as_text
from filiform.clinic.incidents.models import NearMissRecord
from filiform.clinic.needling import actions, emergencies, mapping, site_check
from filiform.clinic.needling.models import NeedlingRecord, SessionRecord, SiteReasonRecord
from filiform.clinic.needling.table_queries import page_key
from filiform.safety import Answer
from tests.clinic.table import Tablet, about, now, send
from tests.clinic.visits import all_no
from tests.conftest import Cast

LONG = {"diameter_mm": 0.25, "length_mm": 40}
TRAPEZIUS = {
    "muscle": "trapezius_upper",
    "trigger_point": "trapezius_upper.trp1",
    "side": "right",
}
DIAPHRAGM = {"muscle": "diaphragm", "trigger_point": None, "side": "right"}
HELD = {"reason": "wrong tray; held at 20 mm", "confirmed": False}
ASKED_FOR = {"reason": "large fold", "confirmed": False}


@pytest.fixture
def visit(cast: Cast) -> SessionRecord:
    session = actions.start_session(cast.episode, by=cast.ada)
    return actions.answer_screening(session, all_no(), by=cast.ada)


@pytest.fixture
def tablet(as_ada: Client) -> Tablet:
    made = Tablet()
    made.register(as_ada)
    return made


def done(tablet: Tablet, place: Any, needle: Any = LONG, **values: Any) -> list[dict[str, Any]]:
    """Return a site that is needled and out, with what else was recorded of it."""
    site = tablet.site(place=place)
    site[1]["value"] = needle
    more = [tablet.entry(name, value, needling=about(site)) for name, value in values.items()]
    return [*site, *more, tablet.entry("needle_out", 1, needling=about(site))]


def asked_for(tablet: Tablet, sites: int = 1) -> dict[str, Any]:
    return tablet.entry("sign", {"needles_in": sites, "needles_out": sites, "sites": sites})


def codes(told: dict[str, Any]) -> list[str]:
    return [o["concern"] for o in told["obstacles"] if o["kind"] == "site"]


def test_a_muscle_that_is_not_offered_is_recorded_and_signed_only_as_a_deviation(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    site = done(tablet, DIAPHRAGM)
    told = send(as_ada, visit.pk, tablet.batch([*site, asked_for(tablet)]))
    reasons = {"S02": {"reason": "slipped while the rib was needled", "confirmed": False}}
    given = tablet.entry("reasons", reasons, needling=about(site))

    signed = send(as_ada, visit.pk, tablet.batch([given, asked_for(tablet)]))

    assert told["refused"] == []
    assert "S02 Not offered for needling. No reason permits it." in told["signing"][0]
    assert codes(told) == ["S02"]
    assert (signed["signing"], signed["signed"]) == ([], True)
    assert SiteReasonRecord.objects.get().deviation


def test_a_depth_past_the_limit_is_recorded_and_asked_about(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    path = {"position": "prone", "grip": "bracket", "direction": "tangential", "depth_mm": 22}
    place = {"muscle": "rhomboid_major", "trigger_point": "rhomboid_major.trp1", "side": "left"}

    site = done(tablet, place, {"diameter_mm": 0.25, "length_mm": 25}, **path)
    told = send(as_ada, visit.pk, tablet.batch(site))

    judged = told["judged"][about(site)]
    assert judged["limit"]["mm"] == 15
    assert judged["limit"]["mark"] == "P"
    assert [concern["code"] for concern in judged["asked"]] == ["S04", "S05"]
    assert "22 mm deep" in judged["asked"][0]["reason"]
    assert visit.needlings.get().detail.depth_mm == 22
    assert codes(told) == ["S04", "S05"]


def test_a_path_that_is_recorded_whole_leaves_nothing_unstated(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    for name, value in {"sex": "female", "height_cm": 170, "weight_kg": 64}.items():
        setattr(cast.patient, name, value)
    cast.patient.save()
    place = {"muscle": "infraspinatus", "trigger_point": "infraspinatus.trp1", "side": "left"}
    path = {"position": "prone", "grip": "flat", "direction": "toward_bone", "depth_mm": 15}

    site = done(tablet, place, {"diameter_mm": 0.25, "length_mm": 25}, **path)
    send(as_ada, visit.pk, tablet.batch(site))

    (verdict,) = site_check.checked_visit(visit).verdicts.values()
    assert [c.code for c in verdict.concerns] == []
    assert mapping.canonical(visit)["needlings"][0]["table"]["position"] == "prone"


def test_a_measured_depth_lowers_the_limit_of_its_own_site_alone(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    path = {"position": "prone", "grip": "bracket", "direction": "tangential", "depth_mm": 9}
    place = {"muscle": "rhomboid_major", "trigger_point": "rhomboid_major.trp1", "side": "left"}
    fine = {"diameter_mm": 0.25, "length_mm": 25}
    thin = done(tablet, place, fine, **path, measured_mm=17)
    other = done(tablet, place, fine, **path)

    told = send(as_ada, visit.pk, tablet.batch([*thin, *other]))

    assert told["judged"][about(thin)]["limit"]["mm"] == 7
    assert told["judged"][about(other)]["limit"]["mm"] == 15
    assert "S04" in [c["code"] for c in told["judged"][about(thin)]["asked"]]
    assert "S04" not in [c["code"] for c in told["judged"][about(other)]["asked"]]


def test_the_second_side_of_the_chest_wall_still_counts_where_it_was_measured(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    left = {"muscle": "rhomboid_major", "trigger_point": "rhomboid_major.trp1", "side": "left"}
    fine = {"diameter_mm": 0.25, "length_mm": 25}
    before = moment_as_text(now() - timedelta(minutes=1))
    first = [entry | {"made_at": before} for entry in done(tablet, left, fine)]
    second = done(tablet, left | {"side": "right"}, fine, measured_mm=40)

    told = send(as_ada, visit.pk, tablet.batch([*first, *second]))

    assert "A17" in [c["code"] for c in told["judged"][about(second)]["asked"]]


def test_reasons_given_at_the_table_let_the_visit_be_signed(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    site = done(tablet, TRAPEZIUS, reasons={"S05": HELD, "S10": ASKED_FOR})

    told = send(as_ada, visit.pk, tablet.batch([*site, asked_for(tablet)]))

    visit.refresh_from_db()
    assert told["signing"] == []
    assert actions.signature_of(visit) == visit.signature
    rows = SiteReasonRecord.objects.order_by("concern")
    assert [(r.concern, r.deviation, r.at_table, r.given_by) for r in rows] == [
        ("S05", True, True, cast.ada),
        ("S10", False, True, cast.ada),
    ]


def test_a_reason_of_the_page_and_one_of_the_table_never_write_over_each_other(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    site = done(tablet, TRAPEZIUS)
    send(as_ada, visit.pk, tablet.batch(site))
    key = NeedlingRecord.objects.get().pk
    more = {"reason": "said at the desk", "confirmed": False}
    actions.explain_site(visit, key, "S05", by=cast.ada, **more)

    given = tablet.entry("reasons", {"S05": HELD, "S10": ASKED_FOR}, needling=about(site))
    send(as_ada, visit.pk, tablet.batch([given]))

    assert SiteReasonRecord.objects.get(concern="S05").reason == "said at the desk"
    with pytest.raises(actions.NeedlingConflictError, match="given at the table"):
        actions.explain_site(visit, key, "S10", by=cast.ada, **more)


def test_a_reason_that_is_undone_at_the_table_hinders_the_signature_again(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    site = done(tablet, TRAPEZIUS)
    given = tablet.entry("reasons", {"S05": HELD, "S10": ASKED_FOR}, needling=about(site))
    explained = send(as_ada, visit.pk, tablet.batch([*site, given]))

    undo = tablet.entry("undo", {"entries": [given["id"]]})
    undone = send(as_ada, visit.pk, tablet.batch([undo]))

    assert codes(explained) == []
    assert codes(undone) == ["S05", "S10"]
    assert SiteReasonRecord.objects.count() == 0


def test_a_depth_that_the_needle_cannot_have_is_said_and_breaks_no_page(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    site = done(tablet, TRAPEZIUS, depth_mm=60)

    told = send(as_ada, visit.pk, tablet.batch(site))

    assert any("60 mm is recorded for a needle of 40 mm" in o["message"] for o in told["obstacles"])
    assert as_ada.get(f"/visits/{visit.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("position", "upside_down", "expected one of prone"),
        ("grip", 3, "expected one of flat"),
        ("direction", {"to": "lung"}, "expected one of perpendicular"),
        ("reasons", "because", "under the codes"),
        ("reasons", {"S04": {"reason": " ", "confirmed": False}}, "1 to 300 characters"),
        ("reasons", {"S04": {"reason": "x" * 301, "confirmed": False}}, "1 to 300 characters"),
        ("reasons", {"<b>": {"reason": "x", "confirmed": False}}, "under the codes"),
        ("measured_mm", 3000, "expected 1 to 300"),
        ("lateral_mm", -4, "expected 0 to 200"),
    ],
)
def test_what_cannot_be_of_a_path_is_refused_and_the_site_is_stored(
    as_ada: Client, visit: SessionRecord, tablet: Tablet, name: str, value: Any, words: str
) -> None:
    told = send(as_ada, visit.pk, tablet.batch(done(tablet, TRAPEZIUS, **{name: value})))

    assert [words in refused["reason"] for refused in told["refused"]] == [True]
    assert visit.needlings.count() == 1


def test_every_point_of_the_atlas_has_a_card_and_guidance_on_the_tablet(
    as_ada: Client, visit: SessionRecord
) -> None:
    catalogue = as_ada.get("/visits/table-catalogue/").json()
    cards = as_ada.get(f"/visits/{visit.pk}/table/document/").json()["site_cards"]["cards"]

    shown = {muscle["id"]: muscle for muscle in catalogue["muscles"]}
    assert shown.keys() == load_atlas().muscles.keys()
    for muscle in shown.values():
        for place in (muscle, *muscle["points"]):
            assert place["sites"]
            for site in place["sites"]:
                assert catalogue["sites"][site]["hazards"]
                verdicts = cards[f"{site}|{muscle['id']}"]["verdicts"]
                assert len(verdicts) == len(catalogue["lengths_mm"])
    assert catalogue["lengths_mm"] == sorted(catalogue["lengths_mm"])
    assert not shown["diaphragm"]["offered"]


def test_a_site_of_the_table_stands_once_on_the_visits_page_and_is_changed_at_the_table(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    site = done(tablet, TRAPEZIUS, position="side_lying", depth_mm=18, pain_during=3)
    send(as_ada, visit.pk, tablet.batch(site))

    text = as_ada.get(f"/visits/{visit.pk}/").content.decode()

    assert text.count(f'id="site-{about(site)}"') == 1
    assert "Recorded at the table" in text
    assert f"/sites/{about(site)}/remove/" not in text
    assert f'action="/visits/{visit.pk}/sites/{about(site)}/"' not in text
    for words in ("side lying", "18 mm", "3 of 10", "1 in, 1 out"):
        assert words in text
    assert "against the rule" in text


def test_a_needle_of_the_table_that_is_still_in_counts_on_the_visits_page(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    send(as_ada, visit.pk, tablet.batch(tablet.site()))

    text = as_ada.get(f"/visits/{visit.pk}/").content.decode()

    assert "1 still in or missing" in text
    assert "1 needle not accounted for" in text


def test_a_reason_of_the_table_is_read_on_the_page_and_not_changed_there(
    as_ada: Client, visit: SessionRecord, tablet: Tablet
) -> None:
    site = done(tablet, TRAPEZIUS, reasons={"S05": HELD})
    send(as_ada, visit.pk, tablet.batch(site))

    text = as_ada.get(f"/visits/{visit.pk}/").content.decode()

    assert "deviation reported at the table" in text
    assert "wrong tray; held at 20 mm" in text
    assert f"why-S05-{about(site)}" not in text
    assert f"why-S10-{about(site)}" in text


def test_a_signed_visit_shows_how_each_needle_went_and_every_reason(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    given = {"S05": HELD, "S10": ASKED_FOR}
    site = done(tablet, TRAPEZIUS, grip="pincer", depth_mm=18, reasons=given)
    send(as_ada, visit.pk, tablet.batch([*site, asked_for(tablet)]))

    text = as_ada.get(f"/visits/{visit.pk}/").content.decode()

    for words in ("Grip: pincer", "Depth: 18 mm", "S05, deviation: “wrong tray", "matches what is"):
        assert words in text


def test_a_needle_counted_out_in_an_emergency_stays_out_whatever_the_table_sends_next(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site(needles=3)
    send(as_ada, visit.pk, tablet.batch(site))
    key = NeedlingRecord.objects.get().pk

    emergencies.count_out(visit, key, out=2, by=cast.ada)
    emergencies.count_out(visit, key, out=2, by=cast.ada)
    told = send(as_ada, visit.pk, tablet.batch([tablet.entry("twitch", needling=about(site))]))

    row = NeedlingRecord.objects.get()
    assert (row.needles_in, row.needles_out, row.twitches) == (3, 2, 1)
    assert [entry["value"] for entry in told["entries"] if entry["field"] == "needle_out"] == [2]
    assert str(page_key(cast.ada.pk))[:8] not in as_ada.get("/devices/").content.decode()


def test_a_site_with_a_retained_needle_stays_when_the_table_undoes_it(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    site = tablet.site()
    send(as_ada, visit.pk, tablet.batch(site))
    key = NeedlingRecord.objects.get().pk
    told = {"count": 1, "searched": True, "patient_told": True, "arranged": "hospital"}
    emergencies.record_retained(visit, key, by=cast.ada, **told)

    undo = tablet.entry("undo", {"entries": [each["id"] for each in site]})
    answer = send(as_ada, visit.pk, tablet.batch([undo]))

    assert answer["refused"] == []
    assert NeedlingRecord.objects.get().pk == key


def test_a_rule_passed_over_at_the_table_is_a_near_miss_once(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    site = done(tablet, TRAPEZIUS, reasons={"S05": HELD, "S10": ASKED_FOR})

    send(as_ada, visit.pk, tablet.batch(site))
    send(as_ada, visit.pk, tablet.batch([tablet.entry("twitch", needling=about(site))]))

    seen = NearMissRecord.objects.order_by("concern")
    assert [(miss.concern, miss.deviation) for miss in seen] == [("S05", True), ("S10", False)]
    assert {miss.given_by for miss in seen} == {cast.ada}


def test_a_stop_and_a_changed_answer_reach_the_table_with_the_next_thing_it_sends(
    as_ada: Client, cast: Cast, visit: SessionRecord, tablet: Tablet
) -> None:
    before = send(as_ada, visit.pk, tablet.batch(tablet.site()))
    emergencies.stop_visit(visit, "vasovagal", by=cast.ada)
    stopped = send(as_ada, visit.pk, tablet.batch([]))
    emergencies.end_stop(visit, how="well again", false_alarm=True, by=cast.ada)
    ended = send(as_ada, visit.pk, tablet.batch([]))
    actions.answer_screening(visit, all_no() | {"A01": Answer.YES}, by=cast.ada)
    changed = send(as_ada, visit.pk, tablet.batch([]))

    told = [(each["permitted"], each["stopped"]) for each in (before, stopped, ended, changed)]
    assert told == [(True, False), (False, True), (True, False), (False, False)]
    document = as_ada.get(f"/visits/{visit.pk}/table/document/").json()
    assert document["permitted"] is False
