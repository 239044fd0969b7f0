"""A pool of one connection."""


class Pool:
    """Owns a connection."""

    def __init__(self, conn):
        self._conn = conn

    async def close(self) -> None:
        """Closes the connection."""
        if self._conn is not None:
            # The server may be gone by now.
            await self._conn.aclose()
            self._conn = None  # so that nobody uses it
