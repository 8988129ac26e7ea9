from django.apps import AppConfig


class EpisodesConfig(AppConfig):
    name = "filiform.clinic.episodes"
    label = "episodes"
