import logging

logger = logging.getLogger(__name__)


def warm(cache):
    try:
        cache.fill()
    except Exception as problem:
        ...
    try:
        cache.trim()
    except* Exception:
        cache.ready = False
