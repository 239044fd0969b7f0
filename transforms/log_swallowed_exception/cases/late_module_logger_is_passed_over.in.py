import logging


def dial(link):
    try:
        link.open()
    except Exception:
        pass


DIALLED = dial(None)
logger = logging.getLogger(__name__)
