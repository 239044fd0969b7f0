import logging

logger = logging.getLogger(__name__)


def close(link) -> None:
    try:
        link.close()
    except Exception:
        pass
