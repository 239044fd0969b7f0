import logging

logger = logging.getLogger(__name__)


def close(link) -> None:
    try:
        link.close()
    except Exception:
        logger.debug("Failed to close link in close", exc_info=True)
