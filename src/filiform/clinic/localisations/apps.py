from django.apps import AppConfig


class LocalisationsConfig(AppConfig):
    name = "filiform.clinic.localisations"
    label = "localisations"
