"""The picture that stands where somebody shares a page: its title, and a lamp that says how things stand."""

from community.content.cards.card import Card, site_card, site_picture
from community.content.cards.serving import serve

__all__ = ["Card", "serve", "site_card", "site_picture"]
