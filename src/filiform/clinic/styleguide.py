"""The page that shows every component of the design."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from filiform.clinic.access import public


@require_GET
@public
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component with its class names."""
    return render(request, "styleguide.html")
