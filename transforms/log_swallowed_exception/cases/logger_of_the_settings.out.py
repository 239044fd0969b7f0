import json
import logging

from app.log import LOG

logger = logging.getLogger(__name__)


def send(link, row):
    try:
        link.send(json.dumps(row))
    except Exception:
        LOG.warning("link.send() failed in send", exc_info=True)
