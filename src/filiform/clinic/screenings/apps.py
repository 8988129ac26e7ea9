from django.apps import AppConfig


class ScreeningsConfig(AppConfig):
    name = "filiform.clinic.screenings"
    label = "screenings"
