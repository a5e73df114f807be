"""How often somebody may upload, and how often a page keeps what is typed, as `@limited` takes it."""

UPLOADS = ("20/10m", "100/d")
DRAFTS = ("90/m", "5000/d")
VIDEOS = ("10/h", "40/d")
POSTERS = ("30/10m", "200/d")
CAPTIONS = ("60/10m",)
