"""Who may open which page: denied unless a rule allows it.

A view carries its rule as a decorator; views of other packages stand in one table here. A view
without a rule answers 403, and a test that walks the URL table names it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from filiform.clinic.accounts.models import Role, User

View = TypeVar("View", bound=Callable[..., HttpResponse])
PAINTING_SESSION = "painting_link"
"""Session key of a browser that a painting link has opened: it may paint and nothing else."""
SCREENING_SESSION = "screening_link"
"""The same for a link to the questions: it may answer and nothing else."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may open a view.

    Parameters
    ----------
    roles
        Signed-in people with one of these roles.
    public
        Everybody, signed in or not.
    painting
        A browser in which a painting link is open.
    screening
        A browser in which a link to the questions is open.
    """

    roles: frozenset[str] = frozenset()
    public: bool = False
    painting: bool = False
    screening: bool = False


ANY_ROLE = frozenset(Role.values)
RULES_OF_OTHERS: dict[str, Rule] = {
    "account_login": Rule(public=True),
    "account_logout": Rule(roles=ANY_ROLE),
    "account_change_password": Rule(roles=ANY_ROLE),
}
"""Views of other packages by URL name. Everything else they bring stays closed."""


class ClinicRequest(HttpRequest):
    """A request that a rule has let through: its user is a person with a role."""

    user: User


def allow(*roles: Role) -> Callable[[View], View]:
    """Allow a view to people with one of these roles."""
    return _ruled(Rule(roles=frozenset(role.value for role in roles)))


def public(view: View) -> View:
    """Allow a view to everybody."""
    return _ruled(Rule(public=True))(view)


def painting_link(view: View) -> View:
    """Allow a view to a browser that a painting link has opened."""
    return _ruled(Rule(painting=True))(view)


def screening_link(view: View) -> View:
    """Allow a view to a browser that a link to the questions has opened."""
    return _ruled(Rule(screening=True))(view)


def _ruled(rule: Rule) -> Callable[[View], View]:
    def remember(view: View) -> View:
        view.filiform_rule = rule  # type: ignore[attr-defined]
        return view

    return remember


def rule_of(view: Callable[..., Any], url_name: str | None) -> Rule | None:
    """Return the rule of a view, or None if nobody has decided who may open it."""
    own: Rule | None = getattr(view, "filiform_rule", None)
    return own or RULES_OF_OTHERS.get(url_name or "")


class AccessMiddleware:
    """Hold every view against its rule."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let the request through, send it to sign-in, or refuse it."""
        match = request.resolver_match
        rule = rule_of(view, match.view_name if match else None)
        if rule is None:
            raise PermissionDenied
        if PAINTING_SESSION in request.session:
            return _for_painting_browser(rule, request)
        if SCREENING_SESSION in request.session:
            return _for_answering_browser(rule, request)
        if rule.public:
            return None
        if isinstance(request.user, AnonymousUser):
            return _for_signed_out(request)
        if request.user.role not in rule.roles:
            raise PermissionDenied
        return None


def _for_painting_browser(rule: Rule, request: HttpRequest) -> HttpResponseRedirect | None:
    """A browser that paints is led back to its drawing from the start page, and opens no other."""
    if rule.painting or rule.public:
        return None
    if request.path == reverse("home"):
        return redirect("drawings:paint")
    raise PermissionDenied


def _for_answering_browser(rule: Rule, request: HttpRequest) -> HttpResponseRedirect | None:
    """A browser that answers is led back to its questions from the start page."""
    if rule.screening or rule.public:
        return None
    if request.path == reverse("home"):
        return redirect("screenings:answer")
    raise PermissionDenied


def _for_signed_out(request: HttpRequest) -> HttpResponse:
    if request.method != "GET" or request.headers.get("HX-Request"):
        raise PermissionDenied
    return redirect_to_login(request.get_full_path())
