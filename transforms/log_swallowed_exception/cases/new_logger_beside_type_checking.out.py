from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging import Logger

    from relay.link import Link

logger = logging.getLogger(__name__)


def send(link: Link, row, log: Logger) -> None:
    try:
        link.send(json.dumps(row))
    except Exception:
        logger.warning("link.send() failed in send", exc_info=True)
