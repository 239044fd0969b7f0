import logging as _logging

_logger = _logging.getLogger(__name__)


def close(link) -> None:
    try:
        link.close()
    except Exception:
        _logger.debug("Failed to close link in close", exc_info=True)


COMMANDS = sorted(name for name in globals() if not name.startswith("_"))
