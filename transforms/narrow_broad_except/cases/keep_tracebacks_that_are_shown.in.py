import json
import logging
import traceback

logger = logging.getLogger(__name__)


def load(text: str) -> object:
    try:
        return json.loads(text)
    except Exception:
        logger.exception("cannot load")
    try:
        return json.loads(text)
    except Exception as error:
        logger.warning("cannot load", exc_info=error)
    try:
        return json.loads(text)
    except Exception:
        traceback.print_exc()
    return None
