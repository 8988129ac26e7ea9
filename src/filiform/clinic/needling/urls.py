from django.urls import path

from filiform.clinic.needling import (
    amendment_views,
    emergency_views,
    site_views,
    table_views,
    views,
)

app_name = "needling"
urlpatterns = [
    path("episodes/<uuid:episode_id>/visits/start/", views.start, name="start"),
    path("visits/<uuid:session_id>/", views.show, name="visit"),
    path("visits/<uuid:session_id>/screening/", views.screening, name="screening"),
    path("visits/<uuid:session_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("visits/<uuid:session_id>/pain/", views.pain, name="pain"),
    path("visits/<uuid:session_id>/no-needling/", views.no_needling, name="no_needling"),
    path("visits/<uuid:session_id>/sign/", views.sign, name="sign"),
    path("visits/<uuid:session_id>/emergency/", emergency_views.emergency, name="emergency"),
    path("visits/<uuid:session_id>/stop/", emergency_views.stop, name="stop"),
    path("visits/<uuid:session_id>/stop/note/", emergency_views.note, name="note"),
    path("visits/<uuid:session_id>/stop/end/", emergency_views.end, name="end_stop"),
    path("visits/<uuid:session_id>/sites/<uuid:needling_id>/out/", emergency_views.out, name="out"),
    path(
        "visits/<uuid:session_id>/sites/<uuid:needling_id>/retained/",
        emergency_views.retained,
        name="retained",
    ),
    path("visits/<uuid:session_id>/amend/", amendment_views.amend, name="amend"),
    path("visits/<uuid:session_id>/sites/<uuid:needling_id>/", views.put, name="put"),
    path("visits/<uuid:session_id>/sites/<uuid:needling_id>/remove/", views.remove, name="remove"),
    path("visits/<uuid:session_id>/table/", table_views.table, name="table"),
    path("visits/<uuid:session_id>/table/document/", table_views.document, name="table_document"),
    path("visits/<uuid:session_id>/journal/", table_views.journal, name="journal"),
    path("visits/table-shell/", table_views.shell, name="table_shell"),
    path("visits/table-catalogue/", table_views.catalogue, name="table_catalogue"),
    # At the top of what it looks after: a worker's reach is the folder of its address.
    path("visits/table-worker.js", table_views.worker, name="table_worker"),
    path("devices/", table_views.devices, name="devices"),
    path("devices/<uuid:device_id>/register/", table_views.register, name="register_device"),
    path("devices/<uuid:device_id>/revoke/", table_views.revoke, name="revoke_device"),
    path(
        "visits/<uuid:session_id>/sites/<uuid:needling_id>/explain/",
        site_views.explain,
        name="explain",
    ),
    path(
        "visits/<uuid:session_id>/guidance/<str:trigger_point>/<str:side>/",
        site_views.guidance,
        name="guidance",
    ),
]
