"""How often somebody may write in a case. Pages, programs and replies by mail count together."""

OPENINGS = ("5/h", "20/d")
CUSTOMER_REPLIES = ("6/m", "100/d")
DESK = ("60/m",)
