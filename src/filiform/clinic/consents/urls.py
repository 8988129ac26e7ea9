from django.urls import path

from filiform.clinic.consents import views

app_name = "consents"
urlpatterns = [
    path("visits/<uuid:session_id>/consent/", views.ask, name="ask"),
    path("visits/<uuid:session_id>/consent/sign/", views.sign, name="sign"),
    path("visits/<uuid:session_id>/consent/again/", views.reconfirm, name="reconfirm"),
    path("consents/<uuid:consent_id>/", views.consent, name="consent"),
    path("me/consents/<uuid:consent_id>/", views.own, name="own"),
    path("consents/<uuid:consent_id>/withdraw/", views.withdraw, name="withdraw"),
]
