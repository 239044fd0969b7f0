import logging

logger = logging.getLogger(__name__)


def forget(link) -> None:
    try:
        link.close()
    except Exception:
        logger.debug("Failed to close link in forget", exc_info=True)


def close(link) -> None:
    try:
        link.close()
    except Exception:
        logger.debug("Failed to close link in close", exc_info=True)
