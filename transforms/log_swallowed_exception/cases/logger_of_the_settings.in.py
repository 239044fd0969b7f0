import json
import logging

logger = logging.getLogger(__name__)


def send(link, row):
    try:
        link.send(json.dumps(row))
    except Exception:
        pass
