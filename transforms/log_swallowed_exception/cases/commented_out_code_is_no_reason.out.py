import logging

logger = logging.getLogger(__name__)


def forward(item, sink):
    try:
        sink.put(item)
    except Exception:
        logger.warning("sink.put() failed in forward", exc_info=True)
        # sink.reset(item)
