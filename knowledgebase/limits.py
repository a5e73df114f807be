"""How often somebody may do what with articles. Pages and the API share these, and count together."""

NEW_ARTICLES = ("10/h", "60/d")
WRITING = ("60/h",)
REQUESTS = ("60/m",)
HELPFUL = ("10/m", "60/d")
