from django.urls import include, path

from filiform.clinic import pages
from filiform.clinic.languages import choose_language
from filiform.clinic.styleguide import styleguide

urlpatterns = [
    path("", pages.home, name="home"),
    path("health/", pages.health, name="health"),
    path("styleguide/", styleguide, name="styleguide"),
    path("language/", choose_language, name="language"),
    path("accounts/", include("allauth.account.urls")),
    path("", include("filiform.clinic.accounts.urls")),
    path("", include("filiform.clinic.patients.urls")),
    path("", include("filiform.clinic.episodes.urls")),
    path("", include("filiform.clinic.drawings.urls")),
    path("", include("filiform.clinic.localisations.urls")),
    path("", include("filiform.clinic.needling.urls")),
    path("", include("filiform.clinic.consents.urls")),
    path("", include("filiform.clinic.screenings.urls")),
    path("", include("filiform.clinic.incidents.urls")),
    path("", include("filiform.clinic.measures.urls")),
    path("", include("filiform.clinic.audit.urls")),
]
