import asyncio
import logging

logger = logging.getLogger(__name__)


class Board:
    def __init__(self):
        self._moves = []

    def move(self, piece):
        task = asyncio.create_task(piece())
        self._moves.append(task)
        task.add_done_callback(self._moves.remove)
