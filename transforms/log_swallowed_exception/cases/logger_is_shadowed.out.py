import logging

_logger = logging.getLogger(__name__)

logger = logging.getLogger(__name__)


def migrate(logger, table):
    try:
        table.upgrade()
    except Exception:
        _logger.warning("table.upgrade() failed in migrate", exc_info=True)
        return False
    return True
