"""In which language a page speaks: the visitor's where it is translated, English elsewhere.

A page that is half translated is worse than one in English, so translation is a property of a
view, like the rule of who may open it. docs/how-to/translate.md says how to add a page.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from filiform.clinic.access import public
from filiform.clinic.accounts.models import Role

TRANSLATED_OF_OTHERS = {"account_login", "account_logout", "account_change_password"}
"""Views of other packages by URL name whose pages are translated."""

View = TypeVar("View", bound=Callable[..., HttpResponse])


def translated(view: View) -> View:
    """Let a view speak the visitor's language: every text on its pages is in the catalogue."""
    view.filiform_translated = True  # type: ignore[attr-defined]
    return view


class LanguageMiddleware(LocaleMiddleware):
    """Choose among our languages by cookie, then by what the browser asks for."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        """Go back to English for a page that is not translated, Django's own words included."""
        if not _speaks(request, view):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE


def _speaks(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """Whether a page speaks the visitor's language: staff have English around every page."""
    if getattr(view, "filiform_translated", False):
        return True
    match = request.resolver_match
    is_staff = request.user.is_authenticated and request.user.role != Role.PATIENT
    return match is not None and match.view_name in TRANSLATED_OF_OTHERS and not is_staff


def page_language() -> str:
    """Return the language in which a page is being made."""
    return translation.get_language() or settings.LANGUAGE_CODE


@require_POST
@public
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to the page."""
    return set_language(request)


def forget_language(response: HttpResponse) -> None:
    """Drop the choice of whoever held this tablet before."""
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
