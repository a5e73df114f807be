"""How well the program does on files whose right answers are known: one module for each task of `manage.py evaluate`."""
