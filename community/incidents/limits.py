"""How often somebody may do what about incidents. Pages and the API share these, and count together."""

DECLARATIONS = ("10/h",)
UPDATES = ("60/h",)
ATTACHING = ("60/m",)
FOLLOWS = ("60/m",)
