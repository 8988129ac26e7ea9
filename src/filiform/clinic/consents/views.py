from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import actions as audit
from filiform.clinic.consents import actions, queries
from filiform.clinic.consents.forms import OfferForm, SignatureForm, WithdrawalForm
from filiform.clinic.consents.shown import consent_context, signing_context
from filiform.clinic.languages import translated
from filiform.clinic.needling import queries as needling_queries
from filiform.clinic.needling.models import SessionRecord
from filiform.clinic.needling.visit import consent_asked_for
from filiform.errors import FiliformError

clinical = allow(Role.CLINICIAN, Role.CLINIC_LEAD)


@require_http_methods(["GET", "POST"])
@clinical
def ask(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    """Choose what the consent covers; then show the text to the patient, to read and to sign."""
    session = needling_queries.session_seen_by(request.user, session_id)
    form = OfferForm(request.POST or None, initial=_usual(session))
    if request.method == "POST" and form.is_valid():
        try:
            offer = actions.offer_of(session, by=request.user, **form.cleaned_data)
            context = {"session": session} | signing_context(offer)
        except FiliformError as error:
            form.add_error(None, str(error))
        else:
            audit.record("consent shown", session, by=request.user)
            return render(request, "consents/sign.html", context)
    asked = _about(session) | {"form": form}
    return render(request, "consents/ask.html", asked, status=400 if form.errors else 200)


@require_POST
@clinical
def sign(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    """Store the signed consent; a text that has changed meanwhile is shown again, unsigned."""
    session = needling_queries.session_seen_by(request.user, session_id)
    form = SignatureForm(request.POST)
    asked = OfferForm(request.POST)
    if not asked.is_valid():
        return render(request, "consents/ask.html", _about(session) | {"form": asked}, status=400)
    try:
        offer = actions.offer_of(session, by=request.user, **asked.cleaned_data)
        if form.is_valid():
            record = actions.sign_consent(
                session,
                offer,
                form.signer,
                consent_id=form.consent_id_given,
                shown_digest=form.cleaned_data["shown"],
                by=request.user,
            )
            messages.success(request, "The consent is signed and stored as shown.")
            return redirect("consents:consent", record.pk)
    except FiliformError as error:
        asked.add_error(None, str(error))
        return render(request, "consents/ask.html", _about(session) | {"form": asked}, status=409)
    context = {"session": session, "form": form} | signing_context(offer)
    return render(request, "consents/sign.html", context, status=400)


@require_GET
@clinical
def consent(request: ClinicRequest, consent_id: UUID) -> HttpResponse:
    """Show a consent exactly as it was signed; the same page goes onto paper."""
    record = queries.consent_seen_by(request.user, consent_id)
    audit.record("consent viewed", record, by=request.user)
    return render(request, "consents/consent.html", consent_context(record))


@require_POST
@clinical
def withdraw(request: ClinicRequest, consent_id: UUID) -> HttpResponse:
    """Store that the patient no longer agrees; from this moment no needle goes in."""
    record = queries.consent_seen_by(request.user, consent_id)
    form = WithdrawalForm(request.POST)
    if form.is_valid():
        actions.withdraw(record, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, "The consent is withdrawn.")
    else:
        messages.error(request, "Mark that the patient withdraws this consent.")
    return redirect("consents:consent", record.pk)


@require_http_methods(["GET", "POST"])
@allow(Role.PATIENT)
@translated
def own(request: ClinicRequest, consent_id: UUID) -> HttpResponse:
    """Show a patient the own consent as signed, and let the patient withdraw it alone."""
    record = queries.own_consent(request.user, consent_id)
    if request.method == "POST":
        actions.withdraw(record, reason="", by=request.user)
        messages.success(
            request, _("You have withdrawn this consent. Your clinic sees it at once.")
        )
        return redirect("consents:own", record.pk)
    audit.record("own consent viewed", record, by=request.user)
    return render(request, "consents/own.html", consent_context(record))


@require_POST
@clinical
def reconfirm(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    """Store that the patient agreed again, in words, in this visit."""
    session = needling_queries.session_seen_by(request.user, session_id)
    try:
        actions.reconfirm(session, by=request.user)
    except FiliformError as error:
        messages.error(request, str(error))
    return redirect("needling:visit", session.pk)


def _about(session: SessionRecord) -> dict[str, object]:
    return {"session": session, "episode": session.episode, "patient": session.episode.patient}


def _usual(session: SessionRecord) -> dict[str, object]:
    """Return what is marked at first: what the recorded and the likely sites need."""
    return {"classes": sorted(consent_asked_for(session)), "language": "en"}
