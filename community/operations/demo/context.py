"""What the demo bar shows."""


def demo(request) -> dict:
    """Nothing outside demo mode."""
    return {}
