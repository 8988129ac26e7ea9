from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts import actions, queries
from filiform.clinic.accounts.forms import StaffForm
from filiform.clinic.accounts.models import Role

leading = allow(Role.ADMINISTRATOR, Role.CLINIC_LEAD)


@require_http_methods(["GET", "POST"])
@leading
def staff(request: ClinicRequest) -> HttpResponse:
    """Show who works here, and add a person."""
    form = StaffForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        made = actions.add_staff(
            email=form.cleaned_data["email"],
            given_name=form.cleaned_data["given_name"],
            family_name=form.cleaned_data["family_name"],
            role=Role(form.cleaned_data["role"]),
            by=request.user,
        )
        form = StaffForm()
    return _people(request, form, made)


@require_POST
@leading
def set_active(request: ClinicRequest, user_id: UUID) -> HttpResponse:
    person = get_object_or_404(queries.staff_of(request.user), pk=user_id)
    if person == request.user:
        messages.error(request, "You cannot stop your own sign-in; ask another person to do it.")
        return redirect("accounts:staff")
    actions.set_active(person, active=not person.is_active, by=request.user)
    return redirect("accounts:staff")


@require_POST
@leading
def renew_password(request: ClinicRequest, user_id: UUID) -> HttpResponse:
    """Give somebody who has forgotten the password a new one, shown this once."""
    person = get_object_or_404(queries.staff_of(request.user), pk=user_id)
    if person == request.user:
        messages.error(request, "Change your own password in the menu; nobody renews it alone.")
        return redirect("accounts:staff")
    if person.role == Role.ADMINISTRATOR and request.user.role != Role.ADMINISTRATOR:
        raise PermissionDenied
    return _people(request, StaffForm(), actions.renew_password(person, by=request.user))


def _people(
    request: ClinicRequest, form: StaffForm, made: actions.NewAccount | None
) -> HttpResponse:
    context = {"people": queries.staff_of(request.user), "form": form, "made": made}
    return render(request, "accounts/staff.html", context, status=400 if form.errors else 200)
