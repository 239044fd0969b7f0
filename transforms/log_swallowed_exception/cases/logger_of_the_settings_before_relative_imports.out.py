"""Sends."""

import app.log as LOG

from . import rows


def send(link):
    try:
        link.send(rows)
    except Exception:
        LOG.warning("link.send() failed in send", exc_info=True)
