from django.apps import AppConfig


class NeedlingConfig(AppConfig):
    name = "filiform.clinic.needling"
    label = "needling"
