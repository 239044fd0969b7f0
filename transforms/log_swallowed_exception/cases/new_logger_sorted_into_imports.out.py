# Copyright of nobody.
"""Samples."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque

import requests

logger = logging.getLogger(__name__)

LIMIT = 10


def sample(probe):
    try:
        value = probe.read()
    except Exception:
        logger.warning("probe.read() failed in sample", exc_info=True)
        return None
    return value
