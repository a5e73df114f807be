from django.urls import path

from community.operations.demo import views

app_name = "demo"

urlpatterns = [
    path("switch/", views.switch, name="switch"),
    path("mail/", views.mail_list, name="mail-list"),
    path("mail/<int:mail_id>/", views.mail_detail, name="mail-detail"),
    path("mail/<int:mail_id>/html/", views.mail_html, name="mail-html"),
]
