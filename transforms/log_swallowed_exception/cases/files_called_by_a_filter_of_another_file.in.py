import logging

logger = logging.getLogger(__name__)


def forget(link) -> None:
    try:
        link.close()
    except Exception:
        pass


def close(link) -> None:
    try:
        link.close()
    except Exception:
        pass
