from datetime import date

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

    def clean_ended_on(self) -> date:
        """Refuse a day that is missing or lies before the start."""
        ended_on: date | None = self.cleaned_data["ended_on"]
        if ended_on is None or ended_on < self.instance.started_on:
            raise forms.ValidationError(
                "Give the day of discharge; it cannot lie before the start."
            )
        return ended_on


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


class SignedScoreForm(PainScoreForm):
    """The correction of a score of a signed visit, which becomes an amendment."""

    why = forms.CharField(
        label="Why is it corrected?",
        max_length=300,
        error_messages={"required": "The visit is signed: write why its score is corrected."},
    )
