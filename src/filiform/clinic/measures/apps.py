from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "filiform.clinic.measures"
    label = "measures"
