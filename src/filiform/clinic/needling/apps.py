from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from filiform.clinic.needling import signed_rows


class NeedlingConfig(AppConfig):
    name = "filiform.clinic.needling"
    label = "needling"

    def ready(self) -> None:
        """Keep signed rows, but for the time in which tables are changed."""
        pre_migrate.connect(signed_rows.let_go, sender=self)
        post_migrate.connect(signed_rows.keep, sender=self)
