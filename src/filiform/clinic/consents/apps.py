from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "filiform.clinic.consents"
    label = "consents"
