from django.urls import path

from filiform.clinic.measures import views

app_name = "measures"
urlpatterns = [
    path("episodes/<uuid:episode_id>/measures/", views.measures, name="measures"),
    path("episodes/<uuid:episode_id>/measures/record/", views.record, name="record"),
    path("episodes/<uuid:episode_id>/measures/goal/", views.fix_goal, name="fix_goal"),
    path("episodes/<uuid:episode_id>/measures/import/", views.import_csv, name="import_csv"),
    path("episodes/<uuid:episode_id>/report.pdf", views.report, name="report"),
    path("me/episodes/<uuid:episode_id>/check-in/", views.check_in, name="check_in"),
    path("readings/<uuid:reading_id>/correct/", views.correct, name="correct"),
    path("outcomes/", views.clinic_outcomes, name="clinic_outcomes"),
    path("evidence/", views.evidence, name="evidence"),
    path("evidence/<slug:claim_id>/", views.claim, name="claim"),
]
