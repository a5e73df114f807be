"""How often somebody may upload, as `@limited` takes it."""

UPLOADS = ("20/10m", "100/d")
