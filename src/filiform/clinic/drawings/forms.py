"""What the painter sends: marks checked, or a message that the patient understands."""

import json
from typing import Any

from django import forms

from filiform.body import PainDrawing, parse_marks
from filiform.errors import FiliformError

LONGEST_MARKS = 100_000
"""Characters; every area on both sides with every quality stays below a third of it."""


class PainDrawingForm(forms.Form):
    drawing_id = forms.UUIDField(widget=forms.HiddenInput)
    marks = forms.CharField(max_length=LONGEST_MARKS, widget=forms.HiddenInput)

    def clean_marks(self) -> PainDrawing:
        """Return the drawing; tell apart an empty one from a broken one."""
        try:
            sent = json.loads(self.cleaned_data["marks"])
            if not isinstance(sent, dict):
                raise forms.ValidationError("The drawing could not be read: an object is expected.")
            drawing = parse_marks(sent.get("marks"))
        except RecursionError:
            raise forms.ValidationError(
                "The drawing could not be read: nested too deeply."
            ) from None
        except json.JSONDecodeError as error:
            raise forms.ValidationError(
                f"The drawing could not be read: not valid JSON (position {error.pos})."
            ) from None
        except FiliformError as error:
            raise forms.ValidationError(f"The drawing could not be read: {error}") from None
        if not drawing.marks:
            raise forms.ValidationError("Nothing is marked yet. Mark where it hurts, then save.")
        return drawing

    @property
    def drawing(self) -> PainDrawing:
        """Return the checked drawing."""
        drawing: Any = self.cleaned_data["marks"]
        assert isinstance(drawing, PainDrawing)
        return drawing


class UnlockForm(forms.Form):
    """The clinician's password, to take a handed-over tablet back."""

    password = forms.CharField(
        label="Your password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
