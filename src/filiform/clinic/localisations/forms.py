"""Findings that a clinician adds to a drawing."""

from functools import cache
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from filiform.atlas import load_atlas
from filiform.clinic.localisations.spoken import activity_name
from filiform.localise import load_covariates

SIGN_CHOICES = [("yes", "Yes"), ("no", "No"), ("", "Not looked for")]
DEGREE_CHOICES = [
    ("", "Not looked at"),
    ("no", "No"),
    ("yes", "Yes"),
    ("mild", "Mildly"),
    ("moderate", "Moderately"),
    ("severe", "Severely"),
]
BY_ANSWER: dict[str, bool | str] = {"yes": True, "no": False} | {
    word: word for word in ("mild", "moderate", "severe")
}


def _sign(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=SIGN_CHOICES, required=False, widget=forms.RadioSelect
    )


def _degree(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=DEGREE_CHOICES, required=False)


class PalpationForm(forms.Form):
    trigger_point = forms.CharField(max_length=70, widget=forms.HiddenInput)
    side = forms.ChoiceField(
        choices=[("left", "Left"), ("right", "Right")], widget=forms.HiddenInput
    )
    taut_band = _sign("Taut band")
    tender = _sign("Tender")
    recognised_pain = _sign("Recognised pain")
    twitch = _sign("Local twitch")

    def finding(self) -> dict[str, Any]:
        """Return the finding in the public format."""
        return {
            "trigger_point": self.cleaned_data["trigger_point"],
            "side": self.cleaned_data["side"],
        } | _signs(self.cleaned_data, "taut_band", "tender", "recognised_pain", "twitch")


class MovementForm(forms.Form):
    id = forms.ChoiceField(label="Movement", choices=[])
    side = forms.ChoiceField(
        choices=[("left", "Left"), ("right", "Right"), ("", "No side")],
        required=False,
        widget=forms.RadioSelect,
    )
    restricted = _degree("Restricted")
    painful = _degree("Painful")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["id"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = _movement_choices()

    def finding(self) -> dict[str, Any]:
        """Return the finding in the public format."""
        side = self.cleaned_data["side"]
        sided = {"side": side} if side else {}
        return (
            {"id": self.cleaned_data["id"]}
            | sided
            | _signs(self.cleaned_data, "restricted", "painful")
        )


class ContextForm(forms.Form):
    """What is known beforehand. The region complained of is left out: the drawing tells it."""

    activities = forms.MultipleChoiceField(
        label="Sport and work", choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )
    dominant_side = forms.ChoiceField(
        label="Dominant hand",
        choices=[("right", "Right"), ("left", "Left"), ("", "Neither, or not known")],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["activities"]
        assert isinstance(chooser, forms.MultipleChoiceField)
        known = load_covariates().words_by_activity
        chooser.choices = [(name, activity_name(name)) for name in known]

    def context(self) -> dict[str, Any]:
        """Return what is known in the public format."""
        side = self.cleaned_data["dominant_side"]
        return {"activities": self.cleaned_data["activities"]} | (
            {"dominant_side": side} if side else {}
        )


@cache
def movement_chooser() -> SafeString:
    """Return the select of all movements; the same for everybody, so it is written once."""
    options = format_html_join("", '<option value="{}">{}</option>', _movement_choices())
    return format_html('<select name="id" id="id_id" required>{}</select>', options)


def _movement_choices() -> list[tuple[str, str]]:
    return [("", "Choose a movement")] + [
        (movement.id, movement.label) for movement in load_atlas().movements.values()
    ]


def _signs(cleaned: dict[str, Any], *names: str) -> dict[str, bool | str]:
    """Return the signs that were looked for; one not looked for is left out, not false."""
    return {name: BY_ANSWER[cleaned[name]] for name in names if cleaned[name] in BY_ANSWER}
