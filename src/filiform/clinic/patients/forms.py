from datetime import date

from django import forms
from django.utils import timezone

from filiform.clinic.patients.models import Patient

OLDEST_YEARS = 120


class PatientForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Patient
        fields = ["given_name", "family_name", "birth_date", "handedness", "sport"]
        widgets = {"birth_date": forms.DateInput(attrs={"type": "date"})}

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        if born > today:
            raise forms.ValidationError("The birth date lies in the future.")
        if today.year - born.year > OLDEST_YEARS:
            raise forms.ValidationError(f"The birth date is more than {OLDEST_YEARS} years ago.")
        return born
