app_name = "advocates"

urlpatterns: list = []
