import json

import aiohttp
from app.errors import Broken
from zoo import Cage

from . import rows


def send(link, row):
    try:
        link.send(json.dumps(row))
    except Exception:
        pass
