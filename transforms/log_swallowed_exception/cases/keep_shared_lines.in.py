import logging

logger = logging.getLogger(__name__)


def shut(a, b):
    try:
        a.close()
    except Exception:
        x = 0; return x
    try:
        b.close()
    except Exception: y = 1; pass
    return a
