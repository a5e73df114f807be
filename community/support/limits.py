"""How often somebody may write in a case. Pages and replies by mail count together."""

CUSTOMER_REPLIES = ("6/m", "100/d")
DESK = ("60/m",)
