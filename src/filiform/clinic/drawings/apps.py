from django.apps import AppConfig


class DrawingsConfig(AppConfig):
    name = "filiform.clinic.drawings"
    label = "drawings"
