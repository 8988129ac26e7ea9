from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "filiform.clinic.incidents"
    label = "incidents"
