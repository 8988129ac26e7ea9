from django.urls import path

from filiform.clinic.screenings import views

app_name = "screenings"
urlpatterns = [
    path("episodes/<uuid:episode_id>/screening/send/", views.send, name="send"),
    path("screening-links/<uuid:link_id>/", views.link_state, name="link_state"),
    path("screening-links/<uuid:link_id>/cancel/", views.cancel, name="cancel"),
    path("s/<str:token>/", views.open_link, name="open"),
    path("answer/", views.answer, name="answer"),
    path("answer/done/", views.done, name="done"),
    path(
        "visits/<uuid:session_id>/patient-answers/<uuid:answers_id>/confirm/",
        views.confirm,
        name="confirm",
    ),
]
