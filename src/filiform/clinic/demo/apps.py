from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "filiform.clinic.demo"
    label = "demo"
