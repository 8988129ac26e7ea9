from django.urls import path

from filiform.clinic.drawings import views

app_name = "drawings"
urlpatterns = [
    path("episodes/<uuid:episode_id>/drawings/", views.over_time, name="over_time"),
    path("episodes/<uuid:episode_id>/drawings/new/", views.new, name="new"),
    path("episodes/<uuid:episode_id>/drawings/send/", views.send, name="send"),
    path("episodes/<uuid:episode_id>/drawings/hand-over/", views.hand_over, name="hand_over"),
    path("me/episodes/<uuid:episode_id>/drawings/new/", views.own, name="own"),
    path("me/episodes/<uuid:episode_id>/drawings/", views.own_drawings, name="own_drawings"),
    path("drawings/map/", views.frequency_map, name="map"),
    path("drawings/<uuid:drawing_id>/", views.drawing, name="drawing"),
    path("drawings/<uuid:drawing_id>/print/", views.print_view, name="print"),
    path("drawings/<uuid:drawing_id>/pdf/", views.pdf, name="pdf"),
    path("drawings/<uuid:drawing_id>/png/", views.png, name="png"),
    path("painting-links/<uuid:link_id>/", views.link_state, name="link_state"),
    path("painting-links/<uuid:link_id>/cancel/", views.cancel, name="cancel"),
    path("p/<str:token>/", views.open_link, name="open"),
    path("paint/", views.paint, name="paint"),
    path("paint/done/", views.done, name="done"),
    path("paint/unlock/", views.unlock, name="unlock"),
]
