from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import actions as audit
from filiform.clinic.episodes import queries as episode_queries
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.languages import translated
from filiform.clinic.measures import actions, queries, shown
from filiform.clinic.measures.actions import Entry
from filiform.clinic.measures.check_in import CheckInForm
from filiform.clinic.measures.clinic_level import CLINICIAN_NAMED_FROM, clinic_level
from filiform.clinic.measures.forms import CorrectForm, GoalForm, ImportForm, VisitEntry
from filiform.clinic.measures.report import report_pdf
from filiform.errors import FiliformError
from filiform.evidence import forest_plot, load_claims
from filiform.outcomes import require_in_range, require_instrument
from filiform.outcomes.csv_readings import preview_csv
from filiform.outcomes.rows import load_rows

clinical = allow(Role.CLINICIAN, Role.CLINIC_LEAD)
LARGEST_FILE = 1_000_000


@require_GET
@clinical
def measures(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Show what was measured in an episode: goals, changes, curves and their fan."""
    seen = episode_queries.episode_seen_by(request.user, episode_id)
    audit.record("measures viewed", seen, by=request.user)
    context = {
        "episode": seen,
        "patient": seen.patient,
        "measures": shown.measures_of(seen),
        "records": queries.records_of(seen),
        "goal_form": GoalForm(),
    }
    return render(request, "measures/measures.html", context)


@require_http_methods(["GET", "POST"])
@clinical
def record(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Enter everything measured at one visit on one page."""
    seen = episode_queries.episode_seen_by(request.user, episode_id)
    earlier = actions.earlier_readings(seen)
    if request.method == "POST":
        form = VisitEntry.sent(
            request.POST.dict(), earlier, at=timezone.now(), rater=request.user.full_name
        )
        wanted, _, side = request.POST.get("add", "").partition(":")
        if "add-row" in request.POST:
            if wanted in load_rows():
                form.add(wanted, side, earlier)
            return _record_page(request, seen, form)
        if form.is_valid and form.entries:
            actions.record_readings(seen, form.entries, by=request.user)
            count = len(form.entries)
            messages.success(request, f"{count} reading{'' if count == 1 else 's'} recorded.")
            return redirect("measures:measures", seen.pk)
    else:
        form = VisitEntry.blank(earlier)
    return _record_page(request, seen, form, refused=request.method == "POST")


@require_http_methods(["GET", "POST"])
@clinical
def correct(request: ClinicRequest, reading_id: UUID) -> HttpResponse:
    """Correct a reading; the first entry stays on record."""
    reading = queries.reading_seen_by(request.user, reading_id)
    form = CorrectForm(request.POST or None, initial={"value": reading.value})
    if request.method == "POST" and form.is_valid():
        try:
            instrument = require_instrument(reading.instrument)
            value = require_in_range(instrument, form.cleaned_data["value"])
            actions.correct_reading(reading, value=value, by=request.user)
        except FiliformError as error:
            form.add_error(None, str(error))
        else:
            return redirect("measures:measures", reading.episode_id)
    kind = require_instrument(reading.instrument)
    context = {"form": form, "reading": reading, "patient": reading.episode.patient, "kind": kind}
    return render(request, "measures/correct.html", context, status=400 if form.errors else 200)


@require_POST
@clinical
def fix_goal(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Fix a goal and the one outcome that will tell."""
    seen = episode_queries.episode_seen_by(request.user, episode_id)
    form = GoalForm(request.POST)
    if form.is_valid():
        series = load_rows()[form.cleaned_data["row"]].series(form.cleaned_data["side"])
        try:
            actions.fix_goal(seen, words=form.cleaned_data["words"], series=series, by=request.user)
        except FiliformError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Goal fixed.")
    else:
        first = next(iter(form.errors.values()))[0]
        messages.error(request, f"The goal was not fixed. {first}")
    return redirect("measures:measures", seen.pk)


@require_http_methods(["GET", "POST"])
@clinical
def import_csv(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Read a CSV file: look at it first, keep it whole or not at all."""
    seen = episode_queries.episode_seen_by(request.user, episode_id)
    form = ImportForm(request.POST or None, request.FILES or None)
    preview, content = None, request.POST.get("content", "")
    if request.method == "POST" and not content and form.is_valid():
        upload = form.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            form.add_error("file", "The file is larger than 1 MB.")
        else:
            try:
                content = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                form.add_error("file", "The file is not text in UTF-8.")
    if content:
        zone = timezone.get_current_timezone()
        preview = preview_csv(content, zone=zone, now=timezone.now())
        if "keep" in request.POST and preview.may_be_kept:
            entries = [Entry(uuid4(), r, (), require_instrument(r.series.instrument).unit)
                       for r in preview.readings]  # fmt: skip
            actions.record_readings(seen, entries, by=request.user)
            messages.success(request, f"{len(entries)} readings recorded.")
            return redirect("measures:measures", seen.pk)
    context = {
        "episode": seen,
        "patient": seen.patient,
        "form": form,
        "preview": preview,
        "content": content,
        "rows": load_rows().values(),
    }
    broken = request.method == "POST" and (preview is None or not preview.may_be_kept)
    return render(request, "measures/import.html", context, status=400 if broken else 200)


@require_GET
@clinical
def report(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Hand out the report of an episode as a PDF with the patient's name on it."""
    seen = episode_queries.episode_seen_by(request.user, episode_id)
    audit.record("report exported", seen, by=request.user)
    answer = HttpResponse(report_pdf(seen), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="report-{seen.pk}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
@allow(Role.PATIENT)
@translated
def check_in(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Let a patient say how it is today, between visits."""
    own = episode_queries.own_episode(request.user, episode_id)
    form = CheckInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        entries = form.entries(timezone.now())
        if entries:
            actions.record_readings(own, entries, by=request.user)
            messages.success(request, gettext("Thank you. Your clinic can see it now."))
            return redirect("patients:me")
        form.add_error(None, gettext("Choose at least one number."))
    context = {"form": form, "episode": own}
    return render(request, "measures/check_in.html", context, status=400 if form.errors else 200)


@require_GET
@allow(Role.CLINIC_LEAD)
def clinic_outcomes(request: ClinicRequest) -> HttpResponse:
    """Show the clinic lead what became of the clinic's patients, nobody's numbers alone."""
    level = clinic_level(request.user.clinic)
    audit.record("clinic outcomes viewed", request.user.clinic, by=request.user)
    context = {
        "level": level,
        "tables": [
            ("By visits with a needle", level.by_visits),
            ("By muscle", level.by_muscle),
            ("By clinician", level.by_clinician),
        ],
        "named_from": max(level.smallest, CLINICIAN_NAMED_FROM),
    }
    return render(request, "measures/clinic.html", context)


@require_GET
@clinical
def evidence(request: ClinicRequest) -> HttpResponse:
    """Show what is known of each promise of the therapy."""
    return render(request, "measures/evidence.html", {"claims": load_claims().values()})


@require_GET
@clinical
def claim(request: ClinicRequest, claim_id: str) -> HttpResponse:
    """Show one promise with its findings, its studies and what is not supported."""
    one = load_claims().get(claim_id)
    if one is None:
        raise Http404
    plots = [(studies, forest_plot(studies)) for studies in one.studies]
    return render(request, "measures/claim.html", {"claim": one, "plots": plots})


def _record_page(
    request: ClinicRequest, seen: EpisodeRecord, form: VisitEntry, *, refused: bool = False
) -> HttpResponse:
    context = {
        "episode": seen,
        "patient": seen.patient,
        "form": form,
        "empty": refused and form.is_valid and not form.entries,
        "groups": _row_choices(),
    }
    return render(request, "measures/record.html", context, status=400 if refused else 200)


def _row_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what may be added, by group; a row with sides stands twice."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in load_rows().values():
        sides = ("left", "right") if row.sides else ("",)
        for side in sides:
            label = f"{row.label}, {side}" if side else row.label
            groups.setdefault(row.group.capitalize(), []).append((f"{row.id}:{side}", label))
    return list(groups.items())
