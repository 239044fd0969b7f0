import logging

logger = logging.getLogger(__name__)


def warm(cache):
    try:
        cache.fill()
    except Exception as problem:
        logger.warning("cache.fill() failed in warm", exc_info=True)
    try:
        cache.trim()
    except* Exception:
        logger.warning("cache.trim() failed in warm", exc_info=True)
        cache.ready = False
