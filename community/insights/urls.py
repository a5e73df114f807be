from django.urls import path

from community.insights import views

app_name = "insights"

urlpatterns = [
    path("", views.index, name="index"),
    path("searches/", views.searches, name="searches"),
    path("<slug:figure_name>/rows/", views.rows, name="rows"),
    path("<slug:figure_name>/rows.csv", views.rows_as_csv, name="rows-csv"),
]
