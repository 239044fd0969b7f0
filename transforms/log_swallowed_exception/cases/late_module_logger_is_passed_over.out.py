import logging

_logger = logging.getLogger(__name__)


def dial(link):
    try:
        link.open()
    except Exception:
        _logger.warning("link.open() failed in dial", exc_info=True)


DIALLED = dial(None)
logger = logging.getLogger(__name__)
