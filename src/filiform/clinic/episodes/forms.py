from django import forms

from filiform.clinic.episodes.models import EpisodeRecord, Moment

PAIN_VALUES = [(value, str(value)) for value in range(11)]


class EpisodeForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = EpisodeRecord
        fields = ["complaint", "started_on"]
        widgets = {"started_on": forms.DateInput(attrs={"type": "date"})}


class EndForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = EpisodeRecord
        fields = ["ended_on"]
        widgets = {"ended_on": forms.DateInput(attrs={"type": "date"})}


class PainScoreForm(forms.Form):
    """Pain now; a missing answer is missing, never zero."""

    score_id = forms.UUIDField(widget=forms.HiddenInput)
    moment = forms.ChoiceField(choices=Moment.choices, widget=forms.HiddenInput)
    value = forms.TypedChoiceField(
        label="Pain now",
        choices=PAIN_VALUES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a number from 0 (no pain) to 10 (the worst pain imaginable).",
            "invalid_choice": "Choose a whole number from 0 to 10.",
        },
    )
