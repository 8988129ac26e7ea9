from django.urls import path

from filiform.clinic.incidents import (
    aftercare_views,
    event_views,
    follow_up_views,
    near_miss_views,
    views,
)

app_name = "incidents"
urlpatterns = [
    path("emergency/", views.emergency, name="emergency"),
    path("near-misses/", near_miss_views.near_misses, name="near_misses"),
    path("adverse-events/", event_views.events, name="events"),
    path("adverse-events/<uuid:event_id>/", event_views.event, name="event"),
    path("visits/<uuid:session_id>/adverse-event/", event_views.report, name="report"),
    path("follow-ups/", follow_up_views.follow_ups, name="follow_ups"),
    path("follow-ups/<uuid:task_id>/", follow_up_views.answer, name="answer"),
    path("follow-ups/<uuid:task_id>/symptoms/", follow_up_views.symptoms, name="symptoms"),
    path(
        "visits/<uuid:session_id>/aftercare/<str:language>/",
        aftercare_views.aftercare,
        name="aftercare",
    ),
]
