from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUpAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody makes an account for oneself; the clinic does."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
