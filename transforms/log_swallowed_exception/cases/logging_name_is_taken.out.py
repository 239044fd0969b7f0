import json
import logging as stdlib_logging

logger = stdlib_logging.getLogger(__name__)


class logging:
    enabled = True


def decode_all(texts):
    if not logging.enabled:
        return []
    try:
        return json.loads(texts)
    except Exception:
        logger.warning("json.loads() failed in decode_all", exc_info=True)
        return []
