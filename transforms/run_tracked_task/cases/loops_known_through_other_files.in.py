import asyncio
import logging

from app import App

logger = logging.getLogger(__name__)


class Bridge:
    def __init__(self, app: App):
        self._app = app

    def known(self):
        self._app.loop.create_task(self._run())

    def named(self):
        self._app.main_loop.create_task(self._run())

    def replaced(self):
        self._app.spare_loop.create_task(self._run())

    async def _run(self):
        await asyncio.sleep(0)
