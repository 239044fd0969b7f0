"""Sends rows.

No imports.
"""

import logging

logger = logging.getLogger(__name__)

LIMIT = 3


def send(link, row):
    try:
        link.send(row)
    except Exception:
        logger.warning("link.send() failed in send", exc_info=True)
