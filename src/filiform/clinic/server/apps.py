from django.apps import AppConfig


class ServerConfig(AppConfig):
    name = "filiform.clinic.server"
    label = "server"
