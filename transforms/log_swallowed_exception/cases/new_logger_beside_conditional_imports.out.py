import logging as stdlib_logging
import sys

try:
    import ujson as json
except ImportError:
    import json

if sys.platform == "win32":
    import logging

logger = stdlib_logging.getLogger(__name__)


def send(link, row) -> None:
    try:
        link.send(json.dumps(row))
    except Exception:
        logger.warning("link.send() failed in send", exc_info=True)
