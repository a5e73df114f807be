"""Deflection, measured: how many contacts suggestions save, by the difference to members who saw none."""
