"""What the painter sends: marks checked, or a message that the patient understands."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filiform.clinic.drawings.mapping import Drawn, drawn_in
from filiform.errors import FiliformError, MalformedInputError

LONGEST_MARKS = 700_000
"""Characters; a whole body in a hundred strokes has half of it, and a request holds no more."""

LISTED = "list."
"""Begins the names of the list's fields, as in ``list.shoulder_anterior.right``."""


class PainDrawingForm(forms.Form):
    drawing_id = forms.UUIDField(widget=forms.HiddenInput)
    marks = forms.CharField(max_length=LONGEST_MARKS, widget=forms.HiddenInput)

    def clean_marks(self) -> Drawn:
        """Return the drawing; tell apart an empty one from a broken one."""
        try:
            sent = json.loads(self.cleaned_data["marks"], parse_constant=_refuse_constant)
            if not isinstance(sent, dict):
                raise forms.ValidationError(
                    _("The drawing could not be read: an object is expected.")
                )
            if not (sent.get("marks") or sent.get("strokes")):
                sent |= {"marks": self._listed_marks()}
            drawn = drawn_in(sent)
        except RecursionError:
            raise forms.ValidationError(
                _("The drawing could not be read: nested too deeply.")
            ) from None
        except json.JSONDecodeError as error:
            raise forms.ValidationError(
                _("The drawing could not be read: not valid JSON (position %(position)s).")
                % {"position": error.pos}
            ) from None
        except FiliformError as error:
            raise forms.ValidationError(
                _("The drawing could not be read: %(reason)s") % {"reason": error}
            ) from None
        if not (drawn.whole.marks or drawn.strokes):
            raise forms.ValidationError(_("Nothing is marked yet. Mark where it hurts, then save."))
        if not drawn.areas.marks:
            raise forms.ValidationError(
                _(
                    "What is painted is too small to belong to an area. "
                    "Paint a little more, then save."
                )
            )
        return drawn

    def _listed_marks(self) -> list[dict[str, object]]:
        """Return what a browser without scripts sends: a strength for each area of the list."""
        return [
            _listed_mark(name, str(strength))
            for name, strength in self.data.items()
            if name.startswith(LISTED) and strength
        ]

    @property
    def drawing(self) -> Drawn:
        """Return the checked drawing."""
        drawing: Any = self.cleaned_data["marks"]
        assert isinstance(drawing, Drawn)
        return drawing


def _refuse_constant(word: str) -> float:
    raise MalformedInputError(f"came {word}, expected a number from 0 to 1.")


def _listed_mark(name: str, strength: str) -> dict[str, object]:
    area, _, side = name.removeprefix(LISTED).rpartition(".")
    intensity = int(strength) if strength.isascii() and strength.isdecimal() else strength
    return {"area": area, "side": side, "intensity": intensity, "quality": []}


class UnlockForm(forms.Form):
    """The clinician's password, to take a handed-over tablet back."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
