from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "filiform.clinic.accounts"
    label = "accounts"
