"""How often somebody may report something. Pages and the API share it, and count together."""

FLAGS = ("10/h", "30/d")
