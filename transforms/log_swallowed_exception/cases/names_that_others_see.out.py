import logging as _logging
import os

_logger = _logging.getLogger(__name__)


def close(link) -> None:
    try:
        link.close()
    except Exception:
        _logger.debug("Failed to close link in close", exc_info=True)


def folder() -> str:
    return os.getcwd()
