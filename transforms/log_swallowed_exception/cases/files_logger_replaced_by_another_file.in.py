import logging

logger = logging.getLogger(__name__)
audit = logging.getLogger("audit")


def close(link) -> None:
    try:
        link.close()
    except Exception:
        pass
