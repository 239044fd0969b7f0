import logging

logger = logging.getLogger(__name__)


def forward(item, sink):
    try:
        sink.put(item)
    except Exception:
        pass
        # sink.reset(item)
