from django.urls import path

from community.content import views

urlpatterns = [path("private-facts/", views.private_facts, name="private-facts")]
