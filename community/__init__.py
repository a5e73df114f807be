"""Porchlight: the project package and everything that serves all rooms."""

__version__ = "0.1.0"
