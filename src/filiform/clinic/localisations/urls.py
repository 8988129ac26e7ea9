from django.urls import path, register_converter

from filiform.clinic.localisations import views


class FindingKind:
    """The two kinds of finding that can be taken back."""

    regex = "movements|palpation"

    def to_python(self, text: str) -> str:
        return text

    def to_url(self, text: str) -> str:
        return text


register_converter(FindingKind, "finding_kind")

app_name = "localisations"
urlpatterns = [
    path("drawings/<uuid:drawing_id>/ranking/", views.ranking, name="ranking"),
    path("drawings/<uuid:drawing_id>/ranking/palpation/", views.palpate, name="palpate"),
    path("drawings/<uuid:drawing_id>/ranking/movement/", views.move, name="move"),
    path(
        "drawings/<uuid:drawing_id>/ranking/<finding_kind:kind>/<int:position>/take-back/",
        views.take_back,
        name="take_back",
    ),
]
