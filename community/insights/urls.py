from django.urls import path

from community.insights import views
from community.insights.deflection.views import deflection

app_name = "insights"

urlpatterns = [
    path("", views.index, name="index"),
    path("deflection/", deflection, name="deflection"),
    path("searches/", views.searches, name="searches"),
    path("<slug:figure_name>/rows/", views.rows, name="rows"),
    path("<slug:figure_name>/rows.csv", views.rows_as_csv, name="rows-csv"),
]
