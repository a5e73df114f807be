"""The help widget on pages of others: its script, what it asks for, and the page that says how it is embedded."""
