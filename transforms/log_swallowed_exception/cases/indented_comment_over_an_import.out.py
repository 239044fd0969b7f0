from __future__ import annotations
import logging
  # noqa
from os import path

logger = logging.getLogger(__name__)


def stop(link):
    try:
        link.close()
    except Exception:
        logger.debug("Failed to close link in stop", exc_info=True)
