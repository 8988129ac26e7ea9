from uuid import UUID

from django.contrib import messages
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
    context = {"people": queries.staff_of(request.user), "form": form, "made": made}
    return render(request, "accounts/staff.html", context, status=400 if form.errors else 200)


@require_POST
@leading
def set_active(request: ClinicRequest, user_id: UUID) -> HttpResponse:
    person = get_object_or_404(queries.staff_of(request.user), pk=user_id)
    if person == request.user:
        messages.error(request, "You cannot stop your own sign-in; ask another person to do it.")
        return redirect("accounts:staff")
    actions.set_active(person, active=not person.is_active, by=request.user)
    return redirect("accounts:staff")
