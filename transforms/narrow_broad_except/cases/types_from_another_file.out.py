"""The relay's inbox."""

import asyncio

from relay.state import State


class Relay:
    def __init__(self, state: State) -> None:
        self._state = state

    def next_name(self) -> str:
        try:
            return self._state.names.get_nowait()
        except asyncio.QueueEmpty:
            return ""

    async def close(self) -> None:
        try:
            self._state.writer.close()
            await self._state.writer.wait_closed()
        except (OSError, RuntimeError):
            pass

    def owner(self) -> str:
        try:
            return self._state.owner.upper()
        except Exception:
            return ""
