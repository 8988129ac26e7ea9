from datetime import date

from django import forms
from django.utils import timezone

from filiform.clinic.patients.models import Patient
from filiform.safety import ImplausiblePathError, require_plausible

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


class ClinicalPatientForm(PatientForm):
    """What a clinician fills in besides: the measures that depth limits go by."""

    class Meta(PatientForm.Meta):
        fields = [*PatientForm.Meta.fields, "sex", "height_cm", "weight_kg"]
        help_texts = {
            "sex": "Not recorded counts as the strictest.",
            "height_cm": "With the weight it gives the BMI.",
            "weight_kg": "In kilograms.",
        }

    def clean_height_cm(self) -> float | None:
        return self._plausible("height_cm")

    def clean_weight_kg(self) -> float | None:
        return self._plausible("weight_kg")

    def _plausible(self, name: str) -> float | None:
        value: float | None = self.cleaned_data[name]
        if value is not None:
            try:
                require_plausible(name, value)
            except ImplausiblePathError as error:
                raise forms.ValidationError(str(error)) from error
        return value
