from django.urls import path, register_converter

from filiform.body import Side
from filiform.clinic.localisations import views


class FindingKind:
    """The two kinds of finding that can be taken back."""

    regex = "movements|palpation"

    def to_python(self, text: str) -> str:
        return text

    def to_url(self, text: str) -> str:
        return text


class BodySide:
    """The side of a muscle."""

    regex = "left|right"

    def to_python(self, text: str) -> Side:
        return Side(text)

    def to_url(self, side: Side | str) -> str:
        return Side(side).value


register_converter(FindingKind, "finding_kind")
register_converter(BodySide, "body_side")

app_name = "localisations"
urlpatterns = [
    path("zones/<str:trigger_point>/<body_side:side>/", views.zone, name="zone"),
    path("drawings/<uuid:drawing_id>/ranking/", views.ranking, name="ranking"),
    path("drawings/<uuid:drawing_id>/ranking/next/", views.plan, name="next"),
    path(
        "drawings/<uuid:drawing_id>/ranking/why/<str:trigger_point>/<body_side:side>/",
        views.explain,
        name="why",
    ),
    path("drawings/<uuid:drawing_id>/ranking/palpation/", views.palpate, name="palpate"),
    path("drawings/<uuid:drawing_id>/ranking/movement/", views.move, name="move"),
    path("drawings/<uuid:drawing_id>/ranking/known/", views.know, name="know"),
    path(
        "drawings/<uuid:drawing_id>/ranking/<finding_kind:kind>/<int:position>/take-back/",
        views.take_back,
        name="take_back",
    ),
]
