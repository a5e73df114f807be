from django.urls import include, path

from community.members.urls import urlpatterns as own_account
from community.views import following, home, members, seo, styleguide

# A member's own pages stand in community.members; the public page is made of several rooms.
member_urls = [
    *own_account,
    path("members/<str:username>/", members.member_detail, name="detail"),
    path("members/<str:username>/helped/", members.member_helped, name="helped"),
]

machine_urls = [
    path("sitemap.xml", seo.sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", seo.sitemap_pages, name="sitemap-pages"),
    path("sitemap-<slug:kind>-<int:number>.xml", seo.sitemap_file, name="sitemap-file"),
    path("robots.txt", seo.robots, name="robots"),
    path(".well-known/security.txt", seo.security, name="security-txt"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("image/<slug:version>.png", home.site_image, name="site-image"),
    path("", include((member_urls, "members"))),
    path("notifications/following/", following.following, name="following"),
    *machine_urls,
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
