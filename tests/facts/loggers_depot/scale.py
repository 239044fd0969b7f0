"""Only names that look like loggers."""

import os
from math import log

logger = "scale"

if os.environ.get("SCALE_DEBUG"):
    import logging

    _logger = logging.getLogger(__name__)


def weigh(grams: int) -> float:
    #: logger = new
    return log(grams)


def name() -> str:
    #: logger = new
    return logger
