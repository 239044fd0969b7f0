"""Sends rows.

No imports.
"""

LIMIT = 3


def send(link, row):
    try:
        link.send(row)
    except Exception:
        pass
