"""What a consent is asked for, and how it was signed."""

from typing import Any
from uuid import UUID

from django import forms

from filiform.care import load_consent_rules, load_consent_text
from filiform.clinic.consents.actions import Signer
from filiform.clinic.consents.models import Method
from filiform.clinic.consents.strokes import LONGEST_TEXT, parse_strokes
from filiform.errors import FiliformError

LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español")]


def class_choices() -> list[tuple[str, str]]:
    """Return the region classes in the words of the English text."""
    words = load_consent_text("en").table["class"]
    return [(key, words[key]) for key in load_consent_rules().classes]


class OfferForm(forms.Form):
    """What the clinician asks for, before the text is shown."""

    classes = forms.MultipleChoiceField(
        label="The consent covers",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one region: a consent to nothing is none."},
    )
    language = forms.ChoiceField(label="Language of the text", choices=LANGUAGES)
    by_guardian = forms.BooleanField(label="A parent or guardian signs", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["classes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = class_choices()


class SignatureForm(OfferForm):
    """The signature under the text that was shown."""

    consent_id = forms.UUIDField()
    shown = forms.CharField(max_length=64)
    signer_name = forms.CharField(
        max_length=160, error_messages={"required": "The name of the person who signs is missing."}
    )
    assent = forms.BooleanField(required=False)
    interpreter = forms.CharField(max_length=160, required=False)
    typed = forms.BooleanField(required=False)
    strokes = forms.CharField(max_length=LONGEST_TEXT, required=False)
    agreed = forms.BooleanField(
        error_messages={"required": "Nothing is signed without the mark under the text."}
    )

    def clean(self) -> dict[str, Any]:
        """Read the drawn signature, unless the name was typed instead."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["drawn"] = None
        if not cleaned.get("typed"):
            try:
                cleaned["drawn"] = parse_strokes(cleaned.get("strokes", ""))
            except FiliformError as error:
                self.add_error("strokes", str(error))
        return cleaned

    @property
    def consent_id_given(self) -> UUID:
        """Return the id that the page made, so that sending twice stores once."""
        given: UUID = self.cleaned_data["consent_id"]
        return given

    @property
    def signer(self) -> Signer:
        """Return who signed, and how."""
        cleaned = self.cleaned_data
        return Signer(
            name=cleaned["signer_name"],
            method=Method.PEN if cleaned["drawn"] else Method.TYPED,
            strokes=cleaned["drawn"],
            by_guardian=cleaned["by_guardian"],
            assent=cleaned["assent"],
            interpreter=cleaned["interpreter"],
        )


class WithdrawalForm(forms.Form):
    """Why a consent was withdrawn, if the person gives a reason."""

    reason = forms.CharField(max_length=300, required=False)
    sure = forms.BooleanField(
        error_messages={"required": "Mark that the patient withdraws this consent."}
    )
