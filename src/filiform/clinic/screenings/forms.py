"""The questions on the patient's phone: each has to be answered, doubt is an answer."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from filiform.safety import Answer, PatientGroup, load_patient_questions


class AnswerForm(forms.Form):
    """One choice a question; nothing is chosen beforehand."""

    def __init__(self, *args: Any, language: str, codes: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._groups = load_patient_questions(language)
        for group in self._groups:
            for question in group.questions:
                if question.code in codes:
                    self.fields[question.code] = forms.ChoiceField(
                        label=question.text,
                        choices=[
                            ("no", gettext_lazy("No")),
                            ("yes", gettext_lazy("Yes")),
                            ("unsure", gettext_lazy("Not sure")),
                        ],
                        widget=forms.RadioSelect,
                        error_messages={
                            "required": gettext_lazy("Please choose an answer; “Not sure” is one.")
                        },
                    )

    @property
    def groups(self) -> list[tuple[PatientGroup, list[forms.BoundField]]]:
        """Return the questions under their headings."""
        found = []
        for group in self._groups:
            fields = [self[q.code] for q in group.questions if q.code in self.fields]
            if fields:
                found.append((group, fields))
        return found

    @property
    def answers(self) -> dict[str, Answer]:
        return {code: Answer(text) for code, text in self.cleaned_data.items()}
