"""What the table sends: one site, one acknowledgement, one reason."""

from typing import Any
from uuid import UUID

from django import forms

from filiform.atlas import load_atlas
from filiform.body import Side
from filiform.care import Needle, Needling, load_needle_sizes, load_techniques, technique
from filiform.errors import FiliformError
from filiform.safety import Answer, load_blocked_muscles, load_screening

MOST_NEEDLES = 50
MOST_TWITCHES = 500


def point_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the trigger points that are offered, under their muscles in alphabetical order."""
    blocked = load_blocked_muscles()
    offered = [muscle for muscle in load_atlas().muscles.values() if muscle.id not in blocked]
    muscles = sorted(offered, key=lambda muscle: muscle.name)
    return [
        (
            muscle.name,
            [(point.id, f"{muscle.name} · {point.number}") for point in muscle.trigger_points],
        )
        for muscle in muscles
    ]


def diameter_choices() -> list[tuple[str, str]]:
    return [(f"{size.mm:.2f}", f"{size.mm:.2f} mm") for size in load_needle_sizes().diameters]


def length_choices() -> list[tuple[str, str]]:
    return [(f"{size.mm:g}", f"{size.mm:g} mm") for size in load_needle_sizes().lengths]


def technique_choices() -> list[tuple[str, str]]:
    return [(entry.id, entry.label) for entry in load_techniques().values()]


class NeedlingForm(forms.Form):
    """One site as it stands. Its id comes from the address."""

    trigger_point = forms.CharField(max_length=70)
    side = forms.ChoiceField(
        choices=[("left", "Left"), ("right", "Right")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the side: left or right of the patient."},
    )
    diameter_mm = forms.DecimalField(max_digits=6)
    length_mm = forms.DecimalField(max_digits=6)
    technique = forms.CharField(max_length=40)
    twitches = forms.IntegerField(min_value=0, max_value=MOST_TWITCHES, required=False)
    needles_in = forms.IntegerField(min_value=1, max_value=MOST_NEEDLES)
    needles_out = forms.IntegerField(min_value=0, max_value=MOST_NEEDLES)

    def clean(self) -> dict[str, Any]:
        """Refuse a needle or a site that does not exist, in the words of the domain."""
        cleaned: dict[str, Any] = super().clean() or {}
        point = load_atlas().trigger_points.get(cleaned.get("trigger_point", ""))
        if "trigger_point" in cleaned and point is None:
            self.add_error(
                "trigger_point", "The atlas has no such trigger point; choose one it has."
            )
        if {"diameter_mm", "length_mm"} <= cleaned.keys():
            try:
                Needle(float(cleaned["diameter_mm"]), float(cleaned["length_mm"]))
            except FiliformError as error:
                self.add_error("diameter_mm", str(error))
        try:
            if "technique" in cleaned:
                technique(cleaned["technique"])
        except FiliformError as error:
            self.add_error("technique", str(error))
        return cleaned

    def needling(self, needling_id: UUID) -> Needling:
        """Return the checked site."""
        cleaned = self.cleaned_data
        return Needling(
            id=needling_id,
            muscle=load_atlas().trigger_points[cleaned["trigger_point"]].muscle,
            trigger_point=cleaned["trigger_point"],
            side=Side(cleaned["side"]),
            needle=Needle(float(cleaned["diameter_mm"]), float(cleaned["length_mm"])),
            technique=technique(cleaned["technique"]),
            twitches=cleaned["twitches"],
            needles_in=cleaned["needles_in"],
            needles_out=cleaned["needles_out"],
        )


class ScreeningForm(forms.Form):
    """Every question of the screening; one left out stays unanswered, which counts as yes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in load_screening().questions:
            self.fields[question.code] = forms.ChoiceField(
                label=question.text,
                choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Unsure")],
                widget=forms.RadioSelect,
                required=False,
            )

    @property
    def answers(self) -> dict[str, Answer]:
        return {code: Answer(text) for code, text in self.cleaned_data.items() if text}


class AcknowledgementForm(forms.Form):
    concern = forms.CharField(max_length=8, widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=300,
        error_messages={"required": "Write why needling goes on, and what is changed for it."},
    )
    confirmed = forms.BooleanField(required=False)


class SiteReasonForm(forms.Form):
    concern = forms.CharField(max_length=8, widget=forms.HiddenInput)
    reason = forms.CharField(max_length=300)
    confirmed = forms.BooleanField(required=False)


class NoteForm(forms.Form):
    text = forms.CharField(max_length=300, error_messages={"required": "Write what was seen."})


class EndStopForm(forms.Form):
    how = forms.CharField(
        max_length=300, error_messages={"required": "Write how the emergency ended."}
    )
    false_alarm = forms.BooleanField(required=False)


class CountForm(forms.Form):
    out = forms.IntegerField(min_value=0, max_value=MOST_NEEDLES)


class RetainedForm(forms.Form):
    """Needles that stay in or lost; what is not ticked is not done yet."""

    count = forms.IntegerField(min_value=1, max_value=MOST_NEEDLES)
    searched = forms.BooleanField(required=False)
    patient_told = forms.BooleanField(required=False)
    arranged = forms.CharField(max_length=300, required=False)


class AmendmentForm(forms.Form):
    """What is different from what was signed, and why; both in words."""

    what = forms.CharField(
        label="What is to be read differently, or was left out?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what is to be read differently, or was left out."},
    )
    why = forms.CharField(
        label="Why is it amended?",
        max_length=300,
        error_messages={"required": "Write why the signed visit is amended."},
    )


class NoNeedlingForm(forms.Form):
    reason = forms.CharField(
        label="Why was nobody needled in this visit?",
        max_length=300,
        error_messages={"required": "Write why nobody was needled in this visit."},
    )
