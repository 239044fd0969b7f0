import logging

logger = logging.getLogger(__name__)


def migrate(logger, table):
    try:
        table.upgrade()
    except Exception:
        return False
    return True
