"""How often somebody may do what with articles. Pages and the API share these, and count together."""

NEW_ARTICLES = ("10/h", "60/d")
WRITING = ("60/h",)
REQUESTS = ("60/m",)
HELPFUL = ("10/m", "60/d")
PINNING = ("30/m", "300/d")
GOING = ("60/m", "2000/d")  # links inside the product, of one network: beyond that they lead, and are not counted
SIGNS_OF_LIFE = ("10/m", "300/h")
