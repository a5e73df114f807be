"""Videos that editors upload: checked by what is in them, written anew, with captions and a transcript.

with remade(file) as film: …  # raises Refused, with a sentence for who sent it
"""

from community.content.videos.making import Film, drawn_at, most_bytes, poster_size, remade

__all__ = ["Film", "drawn_at", "most_bytes", "poster_size", "remade"]
