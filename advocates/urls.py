"""The programme. `/advocates/rewards/` comes with the rewards."""

app_name = "advocates"

urlpatterns: list = []
