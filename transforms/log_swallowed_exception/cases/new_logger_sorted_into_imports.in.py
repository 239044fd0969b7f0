# Copyright of nobody.
"""Samples."""

from __future__ import annotations

import asyncio
import time
from collections import deque

import requests

LIMIT = 10


def sample(probe):
    try:
        value = probe.read()
    except Exception:
        return None
    return value
