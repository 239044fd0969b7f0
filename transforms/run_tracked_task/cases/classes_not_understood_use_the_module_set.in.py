import asyncio
import logging

from .base import Service

log = logging.getLogger(__name__)


class Api(Service):
    def __init__(self, port):
        self._port = port

    def start(self):
        asyncio.create_task(self._serve(self._port))


class Plain:
    def __init__(self, port):
        self._port = port

    def start(self):
        asyncio.create_task(self._serve(self._port))

    async def _serve(self, port):
        pass


class Fake(Plain):
    def __init__(self):
        self._port = 0


class Watcher:
    def __init__(self, path):
        self.path = path

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)

    def start(self):
        asyncio.create_task(self._watch())

    async def _watch(self):
        log.info("watching %s", self.path)


class Idle:
    """A subclass elsewhere may skip this ``__init__``, and nothing breaks."""

    def __init__(self):
        self.note = ""

    def start(self):
        asyncio.create_task(asyncio.sleep(0))
