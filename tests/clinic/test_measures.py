from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filiform.clinic.audit.models import AuditEntry
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.measures import actions, shown
from filiform.clinic.measures.models import GoalRecord, ReadingIsFinalError, ReadingRecord
from filiform.clinic.needling import actions as needling_actions
from filiform.outcomes import Series
from filiform.outcomes.rows import load_rows
from tests.clinic.consenting import agree
from tests.clinic.readings import a_reading
from tests.clinic.visits import a_needling, all_no
from tests.conftest import Cast


def page(browser: Client, cast: Cast, name: str = "measures") -> str:
    return browser.get(reverse(f"measures:{name}", args=[cast.episode.pk])).content.decode()


def sent(*rows: tuple[str, str, list[str]], **more: str) -> dict[str, str]:
    """Return what the entry page posts for (row, side, trials)."""
    data: dict[str, str] = {}
    for index, (name, side, trials) in enumerate(rows):
        data |= {
            f"r{index}-row": name,
            f"r{index}-side": side,
            f"r{index}-id": str(uuid4()),
            f"r{index}-unit": load_rows()[name].kind.unit,
            **{f"r{index}-t{n}": text for n, text in enumerate(trials, start=1)},
        }
    return data | more


def record(browser: Client, cast: Cast, data: dict[str, str]) -> tuple[int, str]:
    answer = browser.post(reverse("measures:record", args=[cast.episode.pk]), data)
    return answer.status_code, answer.content.decode()


def needle(cast: Cast) -> None:
    session = needling_actions.start_session(cast.episode, by=cast.ada)
    needling_actions.answer_screening(session, all_no(), by=cast.ada)
    agree(cast.episode, by=cast.ada)
    needling_actions.put_needling(session, a_needling(), by=cast.ada)


def test_one_page_records_everything_of_a_visit(as_ada: Client, cast: Cast) -> None:
    data = sent(
        ("pain_now", "", ["6"]),
        ("pain_worst", "", ["8"]),
        ("shoulder_flexion", "right", ["120", "124", "122"]),
        ("ppt_infraspinatus", "right", ["200", "240", "250"]),
        ("grip", "right", ["30", "", ""]),
    )

    status, _ = record(as_ada, cast, data)

    assert status == 302
    stored = {(r.instrument, r.part, r.side): r for r in ReadingRecord.objects.all()}
    assert stored["rom_joint", "shoulder_flexion", "right"].value == 122
    assert stored["ppt", "infraspinatus", "right"].value == 230
    assert stored["grip", "total", "right"].trials == [30, None, None]
    assert AuditEntry.objects.filter(verb="reading recorded").count() == 5


def test_what_was_left_empty_is_missing_and_never_zero(as_ada: Client, cast: Cast) -> None:
    record(as_ada, cast, sent(("pain_now", "", ["0"]), ("pain_worst", "", [""])))

    assert [(r.part, r.value) for r in ReadingRecord.objects.all()] == [("now", 0)]


def test_sent_twice_it_is_recorded_once(as_ada: Client, cast: Cast) -> None:
    data = sent(("pain_now", "", ["6"]))

    record(as_ada, cast, data)
    record(as_ada, cast, data)

    assert ReadingRecord.objects.count() == 1


def test_a_pressure_in_kilograms_is_kept_in_kilopascals(as_ada: Client, cast: Cast) -> None:
    data = sent(("ppt_infraspinatus", "left", ["2.5", "2.5", "2.5"])) | {"r0-unit": "kgf/cm2"}

    record(as_ada, cast, data)

    reading = ReadingRecord.objects.get()
    assert reading.value == pytest.approx(245.166, abs=0.001)
    assert reading.entered_unit == "kgf/cm2"


@pytest.mark.parametrize(
    ("row", "trials", "words"),
    [
        (("pain_now", "", ["11"]), {}, "expected 0 to 10"),
        (("ppt_infraspinatus", "left", ["200", "", "210"]), {}, "2 of 3 trials were done"),
        (("grip", "", ["30"]), {}, "Choose the side."),
        (("grip", "left", ["thirty"]), {}, "Write numbers"),
        (("grip", "left", ["30"]), {"r0-unit": "stone"}, "the unit came as"),
        (("grip", "left", ["nan"]), {}, "came as nan"),
    ],
)
def test_what_cannot_be_is_refused_on_its_row_and_nothing_is_kept(
    as_ada: Client,
    cast: Cast,
    row: tuple[str, str, list[str]],
    trials: dict[str, str],
    words: str,
) -> None:
    status, text = record(as_ada, cast, sent(row, ("pain_worst", "", ["5"])) | trials)

    assert status == 400
    assert words in text
    assert not ReadingRecord.objects.exists()


def test_a_scale_answered_upside_down_is_asked_about_and_kept_once_sure(
    as_ada: Client, cast: Cast
) -> None:
    a_reading(cast.episode, by=cast.ada, value=2, days_ago=7)
    data = sent(("pain_now", "", ["8"]))

    status, text = record(as_ada, cast, data)

    assert status == 400
    assert "Sure, it is right" in text
    assert ReadingRecord.objects.count() == 1
    status, _ = record(as_ada, cast, data | {"r0-sure": "yes"})
    assert status == 302
    assert ReadingRecord.objects.latest("at").confirmed == ["upside_down"]


def test_the_side_nobody_measured_before_is_asked_about(as_ada: Client, cast: Cast) -> None:
    a_reading(cast.episode, by=cast.ada, row="grip", value=30, side="left", days_ago=7)

    status, text = record(as_ada, cast, sent(("grip", "right", ["31", "", ""])))

    assert status == 400
    assert "So far the left side was measured" in text


def test_what_was_measured_before_stands_ready_with_its_last_value(
    as_ada: Client, cast: Cast
) -> None:
    a_reading(cast.episode, by=cast.ada, row="grip", value=31.5, side="left", days_ago=7)

    text = page(as_ada, cast, "record")

    assert "Grip strength" in text
    assert "last 31.5" in text


def test_a_row_is_added_without_losing_what_was_entered(as_ada: Client, cast: Cast) -> None:
    data = sent(("pain_now", "", ["6"]), add="neck_rotation:left") | {"add-row": "yes"}

    status, text = record(as_ada, cast, data)

    assert status == 200
    assert "Neck rotation" in text
    assert 'value="6" checked' in text
    assert "<ff-inclinometer" in text
    assert not ReadingRecord.objects.exists()


def test_a_change_is_judged_since_the_first_reading_and_names_no_cause(
    as_ada: Client, cast: Cast
) -> None:
    a_reading(cast.episode, by=cast.ada, value=8, days_ago=30)
    a_reading(cast.episode, by=cast.ada, value=3, days_ago=1)

    text = page(as_ada, cast)

    assert "Improved: more than measurement error, and enough to matter" in text
    assert "Changes since the first reading" in text
    assert "because" not in text.lower()
    assert "Proposal, not yet signed off by a clinician" in text
    assert "nine of ten" in text


def test_pain_right_after_a_needle_is_shown_and_neither_judged_nor_forecast_from(
    as_ada: Client, cast: Cast
) -> None:
    a_reading(cast.episode, by=cast.ada, value=8, days_ago=30)
    a_reading(cast.episode, by=cast.ada, value=7, days_ago=9)
    needle(cast)
    a_reading(cast.episode, by=cast.ada, value=2)

    (curve,) = shown.measures_of(cast.episode).curves

    assert [point.judged for point in curve.points] == [True, True, False]
    assert curve.change is not None
    assert curve.change.after.value == 7
    assert "within two days of a needle, shown only" in page(as_ada, cast)


def test_two_readings_around_a_needle_give_no_verdict(as_ada: Client, cast: Cast) -> None:
    a_reading(cast.episode, by=cast.ada, value=8, days_ago=30)
    needle(cast)
    a_reading(cast.episode, by=cast.ada, value=3)

    assert "those within two days of a needle are shown and not judged" in page(as_ada, cast)


def test_the_quick_course_of_acute_pain_is_never_taken(cast: Cast) -> None:
    a_reading(cast.episode, by=cast.ada, value=8)
    a_reading(cast.episode, by=cast.ada, row="ndi", value=20)

    pain, neck = shown.measures_of(cast.episode).curves

    assert pain.fan is not None
    assert pain.fan.course.id == "nprs_persistent"
    assert neck.fan is None


def test_a_course_that_leaves_its_fan_says_to_re_assess(as_ada: Client, cast: Cast) -> None:
    for days_ago, value in ((28, 6), (21, 5), (14, 4), (7, 3), (0, 10)):
        a_reading(cast.episode, by=cast.ada, value=value, days_ago=days_ago)

    assert "re-assess before the next needle" in page(as_ada, cast)


def test_a_measure_without_a_usual_course_is_not_forecast(as_ada: Client, cast: Cast) -> None:
    a_reading(cast.episode, by=cast.ada, row="grip", value=30, side="left")

    assert "No usual course of this measure" in page(as_ada, cast)


def test_a_goal_is_judged_by_its_primary_outcome(as_ada: Client, cast: Cast) -> None:
    as_ada.post(
        reverse("measures:fix_goal", args=[cast.episode.pk]),
        {"words": "Lift the child", "row": "pain_worst", "side": ""},
    )
    goal = GoalRecord.objects.get()
    assert goal.part == "worst"
    a_reading(cast.episode, by=cast.ada, row="pain_worst", value=8)
    a_reading(cast.episode, by=cast.ada, row="lefs", value=30)

    text = page(as_ada, cast)

    assert "Lift the child" in text
    assert "Two readings are needed." in text


def test_a_needle_in_an_earlier_episode_does_not_spoil_the_goal_of_a_new_one(
    as_ada: Client, cast: Cast
) -> None:
    needle(cast)
    later = EpisodeRecord.objects.create(
        patient=cast.patient, complaint="Left knee", clinician=cast.ada
    )
    actions.fix_goal(later, words="Run", series=Series("nprs", "worst"), by=cast.ada)
    for value, days_ago in ((8, 9), (2, 3)):
        a_reading(later, by=cast.ada, row="pain_worst", value=value, days_ago=days_ago)

    (goal,) = shown.measures_of(later).goals

    assert goal.verdict is not None
    assert goal.verdict.improved


def test_a_goal_after_the_first_needle_is_refused(as_ada: Client, cast: Cast) -> None:
    needle(cast)

    answer = as_ada.post(
        reverse("measures:fix_goal", args=[cast.episode.pk]),
        {"words": "Lift the child", "row": "pain_worst", "side": ""},
        follow=True,
    )

    assert "a needle went in before this goal was fixed" in answer.content.decode()
    assert not GoalRecord.objects.exists()


def test_a_goal_with_sides_needs_one(as_ada: Client, cast: Cast) -> None:
    answer = as_ada.post(
        reverse("measures:fix_goal", args=[cast.episode.pk]),
        {"words": "Throw", "row": "grip", "side": ""},
        follow=True,
    )

    assert "Choose the side." in answer.content.decode()


def test_a_correction_stands_beside_the_reading(as_ada: Client, cast: Cast) -> None:
    first = a_reading(cast.episode, by=cast.ada, value=6, days_ago=3)

    as_ada.post(reverse("measures:correct", args=[first.pk]), {"value": "5"})

    assert ReadingRecord.objects.count() == 2
    standing = ReadingRecord.objects.get(superseded_by=None)
    assert (standing.value, standing.at) == (5, first.at)
    assert (
        as_ada.post(reverse("measures:correct", args=[first.pk]), {"value": "4"}).status_code == 400
    )
    assert (
        as_ada.post(reverse("measures:correct", args=[standing.pk]), {"value": "40"}).status_code
        == 400
    )


def test_a_reading_is_never_changed(cast: Cast) -> None:
    reading = a_reading(cast.episode, by=cast.ada)

    with pytest.raises(ReadingIsFinalError):
        reading.save()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ReadingRecord.objects.update(value=1)


def upload(browser: Client, cast: Cast, text: str) -> tuple[int, str]:
    file = SimpleUploadedFile("readings.csv", text.encode())
    answer = browser.post(reverse("measures:import_csv", args=[cast.episode.pk]), {"file": file})
    return answer.status_code, answer.content.decode()


def test_a_file_is_looked_at_before_it_is_kept(as_ada: Client, cast: Cast) -> None:
    text = "measured_at,measure,value,unit\n2026-03-02 09:30,pain_now,6,points\n"

    status, said = upload(as_ada, cast, text)

    assert status == 200
    assert "Keep all 1" in said
    assert not ReadingRecord.objects.exists()
    answer = as_ada.post(
        reverse("measures:import_csv", args=[cast.episode.pk]), {"content": text, "keep": "yes"}
    )
    assert answer.status_code == 302
    assert ReadingRecord.objects.get().value == 6


def test_a_file_with_one_bad_line_names_it_and_keeps_nothing(as_ada: Client, cast: Cast) -> None:
    text = (
        "measured_at,measure,value,unit\n"
        "2026-03-02 09:30,pain_now,6,points\n2026-03-03 09:30,pain_now,16,points\n"
    )

    status, said = upload(as_ada, cast, text)
    as_ada.post(
        reverse("measures:import_csv", args=[cast.episode.pk]), {"content": text, "keep": "yes"}
    )

    assert status == 400
    assert "2 lines, 1 with a problem" in said
    assert "Nothing was kept" in said
    assert not ReadingRecord.objects.exists()


def test_a_file_that_is_no_text_is_refused(as_ada: Client, cast: Cast) -> None:
    file = SimpleUploadedFile("readings.csv", b"\xff\xfe\x00\x01")

    answer = as_ada.post(reverse("measures:import_csv", args=[cast.episode.pk]), {"file": file})

    assert answer.status_code == 400
    assert "not text in UTF-8" in answer.content.decode()


def test_the_evidence_says_what_is_not_supported(as_ada: Client) -> None:
    text = as_ada.get(reverse("measures:claim", args=["healing"])).content.decode()

    assert "That it accelerates healing." in text
    assert "very low" in text
    assert as_ada.get(reverse("measures:claim", args=["magic"])).status_code == 404
    assert "Pain relief" in as_ada.get(reverse("measures:evidence")).content.decode()


def test_a_forest_plot_stands_beside_its_table(as_ada: Client) -> None:
    text = as_ada.get(reverse("measures:claim", args=["pain"])).content.decode()

    assert '<svg xmlns="http://www.w3.org/2000/svg"' in text
    assert "Not pooled" in text


def test_readings_carry_the_needling_before_them(cast: Cast) -> None:
    a_reading(cast.episode, by=cast.ada, value=7, days_ago=9)
    needle(cast)
    later = timezone.now() + timedelta(hours=1)

    (first,) = actions.earlier_readings(cast.episode)

    assert first.needled_at is None
    assert later > first.at
