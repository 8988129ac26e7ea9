from django.urls import path

from filiform.clinic.patients import views

app_name = "patients"
urlpatterns = [
    path("patients/", views.patients, name="patients"),
    path("patients/new/", views.new, name="new"),
    path("patients/<uuid:patient_id>/", views.patient, name="patient"),
    path("patients/<uuid:patient_id>/edit/", views.edit, name="edit"),
    path("me/", views.me, name="me"),
]
