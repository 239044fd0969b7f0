import logging
import os

logger = logging.getLogger("relay") if os.environ.get("RELAY_LOG") else None


def stop(link):
    try:
        link.close()
    except Exception:
        if logger is not None:
            logger.debug("Failed to close link in stop", exc_info=True)
