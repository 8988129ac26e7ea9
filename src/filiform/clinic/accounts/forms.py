from django import forms

from filiform.clinic.accounts.models import Role, User

STAFF_ROLES = [(role.value, role.label) for role in Role if role is not Role.PATIENT]


class StaffForm(forms.ModelForm):  # type: ignore[type-arg]
    role = forms.ChoiceField(choices=STAFF_ROLES)

    class Meta:
        model = User
        fields = ["given_name", "family_name", "email", "role"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError("Somebody already signs in with this address.")
        return email
