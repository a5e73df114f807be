from django.urls import include, path

from community.members.urls import urlpatterns as own_account
from community.views import home, members, styleguide

# A member's own pages stand in community.members; the public page is made of several rooms.
member_urls = [*own_account, path("members/<str:username>/", members.member_detail, name="detail")]

urlpatterns = [
    path("", home.home, name="home"),
    path("", include((member_urls, "members"))),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
