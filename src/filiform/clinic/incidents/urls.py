from django.urls import path

from filiform.clinic.incidents import views

app_name = "incidents"
urlpatterns = [
    path("emergency/", views.emergency, name="emergency"),
]
