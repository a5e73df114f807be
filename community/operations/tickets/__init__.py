"""Bring the tickets of a help desk in, from the CSV file that it exports."""
