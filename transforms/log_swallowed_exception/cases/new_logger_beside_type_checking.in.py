from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging import Logger

    from relay.link import Link


def send(link: Link, row, log: Logger) -> None:
    try:
        link.send(json.dumps(row))
    except Exception:
        pass
