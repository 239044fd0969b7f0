import json

import aiohttp
from app.errors import Broken
from app.log import LOG
from zoo import Cage

from . import rows


def send(link, row):
    try:
        link.send(json.dumps(row))
    except Exception:
        LOG.warning("link.send() failed in send", exc_info=True)
