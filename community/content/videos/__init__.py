"""Videos that editors upload: checked by what is in them, written anew, with captions and a transcript.

with remade(file) as film: …  # raises Refused, with a sentence for who sent it
"""

from community.content.videos.making import Film, most_bytes, remade

__all__ = ["Film", "most_bytes", "remade"]
