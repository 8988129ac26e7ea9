from django.urls import path

from filiform.clinic.episodes import views

app_name = "episodes"
urlpatterns = [
    path("patients/<uuid:patient_id>/episodes/new/", views.new, name="new"),
    path("episodes/<uuid:episode_id>/", views.episode, name="episode"),
    path("episodes/<uuid:episode_id>/pain/", views.record_score, name="record_score"),
    path("episodes/<uuid:episode_id>/end/", views.end, name="end"),
    path("pain/<uuid:score_id>/correct/", views.correct_score, name="correct_score"),
]
