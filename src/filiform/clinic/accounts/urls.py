from django.urls import path

from filiform.clinic.accounts import views

app_name = "accounts"
urlpatterns = [
    path("staff/", views.staff, name="staff"),
    path("staff/<uuid:user_id>/active/", views.set_active, name="set_active"),
    path("staff/<uuid:user_id>/password/", views.renew_password, name="renew_password"),
]
