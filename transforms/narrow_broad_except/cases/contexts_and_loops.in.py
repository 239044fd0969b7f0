import asyncio
import contextlib
import os
import threading


class Store:
    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._turn = asyncio.Lock()
        self._paths: list[str] = []
        self._counts: dict[str, int] = {}

    def wipe(self) -> int:
        wiped = 0
        try:
            with self._guard:
                for path in list(self._paths):
                    with contextlib.suppress(OSError):
                        os.remove(path)
                        wiped += 1
        except Exception:
            return -1
        return wiped

    async def read(self, reader: asyncio.StreamReader) -> bytes:
        try:
            async with self._turn, asyncio.timeout(5):
                return await reader.readexactly(4)
        except Exception:
            return b""

    def lines(self, path: str) -> list[int]:
        found = []
        try:
            with open(path, encoding="utf-8") as file:
                for line in file:
                    found.append(len(line.strip()))
        except Exception:
            pass
        return found

    def totals(self) -> list[int]:
        try:
            while len(self._counts) > 3:
                self._counts.popitem()
            return [count + 1 for count in self._counts.values() if count > 0]
        except Exception:
            return []

    def checked(self, count: int) -> str:
        try:
            assert count > 0, "none"
            return f"{count} of {len(self._paths)}: {self._paths[count]!r}"
        except Exception:
            return ""
