from django.urls import path

from community.search.views import searching, synonyms

app_name = "search"

urlpatterns = [
    path("search/", searching.search, name="results"),
    path("search/typed/", searching.typed, name="typed"),
    path("search/opened/", searching.opened, name="opened"),
    path("search/synonyms/", synonyms.synonyms, name="synonyms"),
    path("search/synonyms/<int:synonyms_id>/remove/", synonyms.withdraw, name="synonyms-withdraw"),
]
