import asyncio
import logging
from typing import Optional

from runners import NameRunner, OpenRunner, PlainRunner, QueryRunner

logger = logging.getLogger(__name__)


async def work():
    pass


class NamedNode:
    def __init__(self):
        self._runner = NameRunner()

    def go(self):
        asyncio.create_task(work())


class QueryNode:
    def __init__(self):
        self._runner = QueryRunner()

    def go(self):
        asyncio.create_task(work())


class OpenNode:
    def __init__(self, runner: OpenRunner):
        self._runner = runner

    def go(self):
        asyncio.create_task(work())


class LateNode:
    def __init__(self, runner: Optional[PlainRunner] = None):
        self._runner = runner

    def go(self):
        asyncio.create_task(work())


class PatchedNode:
    def __init__(self):
        self._runner = PlainRunner()

    def go(self):
        asyncio.create_task(work())


class PlainNode:
    def __init__(self, runner: PlainRunner):
        self._runner = runner

    def go(self):
        asyncio.create_task(work())
