"""What is told about an adverse event, and what the patient says when asked again."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from filiform.care import Causality, Onset, load_event_scheme
from filiform.clinic.incidents.actions import Report
from filiform.clinic.incidents.models import Origin, Outcome
from filiform.clinic.incidents.queries import Wanted
from filiform.errors import FiliformError

ONSETS = {
    Onset.DURING: "during needling",
    Onset.WITHIN_A_DAY: "within 24 hours",
    Onset.WITHIN_A_WEEK: "after 1 to 7 days",
    Onset.LATER: "later",
}
PERIODS = {"30": "last 30 days", "90": "last 90 days", "365": "last year", "": "all"}
REPORTED_TO = {"patient": "patient", "insurer": "insurer", "regulator": "regulator"}


def kind_choices() -> list[tuple[str, str]]:
    return [("", "Choose what happened")] + [
        (kind.id, kind.label) for kind in load_event_scheme().kinds.values()
    ]


def grade_choices() -> list[tuple[str, str]]:
    return [
        (grade.id, f"{grade.label}: {grade.definition}")
        for grade in load_event_scheme().grades.values()
    ]


class EventForm(forms.Form):
    """One adverse event of one visit."""

    event_id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="What happened", choices=kind_choices)
    grade = forms.ChoiceField(
        label="How bad was it", choices=grade_choices, widget=forms.RadioSelect
    )
    happened_at = forms.DateTimeField(
        label="When it began",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    onset = forms.ChoiceField(
        label="Onset", choices=[(onset.value, words) for onset, words in ONSETS.items()]
    )
    causality = forms.ChoiceField(
        label="Caused by the needling",
        choices=[(causality.value, causality.value) for causality in Causality],
        initial=Causality.POSSIBLE.value,
    )
    needling_id = forms.TypedChoiceField(
        label="Site", required=False, empty_value=None, coerce=UUID
    )
    description = forms.CharField(
        label="What was seen and told", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    treatment = forms.CharField(label="What was done", max_length=500, required=False)
    outcome = forms.ChoiceField(
        label="Outcome so far", choices=Outcome.choices, initial=Outcome.UNKNOWN
    )
    reported_to = forms.MultipleChoiceField(
        label="Told to",
        choices=REPORTED_TO.items(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, sites: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needling_id"].choices = [("", "No single site"), *sites]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a grade below the least of the kind, in the words of the domain."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"kind", "grade"} <= cleaned.keys():
            try:
                load_event_scheme().require_gradable(cleaned["kind"], cleaned["grade"])
            except FiliformError as error:
                self.add_error("grade", str(error))
        return cleaned

    @property
    def report(self) -> Report:
        """Return the checked report."""
        cleaned = self.cleaned_data
        return Report(
            kind=cleaned["kind"],
            grade=cleaned["grade"],
            onset=Onset(cleaned["onset"]),
            causality=Causality(cleaned["causality"]),
            happened_at=cleaned["happened_at"],
            description=cleaned["description"],
            treatment=cleaned["treatment"],
            outcome=Outcome(cleaned["outcome"]),
            needling_id=cleaned["needling_id"],
            reported_to=sorted(cleaned["reported_to"]),
        )


class FollowUpForm(forms.Form):
    """What the patient said; "not reached" leaves the task open."""

    reached = forms.ChoiceField(
        choices=[("no_symptoms", ""), ("symptoms", ""), ("not_reached", "")],
        error_messages={"required": "Say whether the patient was reached, and any symptoms."},
    )
    note = forms.CharField(max_length=500, required=False)
    outcome = forms.ChoiceField(choices=[("", ""), *Outcome.choices], required=False)

    def clean(self) -> dict[str, Any]:
        """Ask what the symptoms are where there are some."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reached") == "symptoms" and not cleaned.get("note", "").strip():
            self.add_error("note", "Write which symptoms, and what was arranged.")
        return cleaned


class NearMissFilter(forms.Form):
    days = forms.ChoiceField(choices=PERIODS.items(), required=False, initial="")
    origin = forms.ChoiceField(choices=[("", "all"), *Origin.choices], required=False)
    concern = forms.CharField(max_length=8, required=False)

    @property
    def wanted(self) -> Wanted:
        """Return what is asked for; a filter that cannot be read filters nothing."""
        cleaned = self.cleaned_data if self.is_valid() else {}
        days = cleaned.get("days")
        return Wanted(
            days=int(days) if days else None,
            origin=cleaned.get("origin", ""),
            concern=cleaned.get("concern", "").strip(),
        )


def now_to_the_minute() -> str:
    return timezone.localtime().strftime("%Y-%m-%dT%H:%M")
