import asyncio
import re


class Memo:
    def __init__(self) -> None:
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._squares: dict[int, int] = {}
        self._lists: dict[str, list[int]] = {}

    def pattern(self, text: str) -> re.Pattern[str]:
        if text not in self._patterns:
            self._patterns[text] = re.compile(text)
        return self._patterns[text]

    def square(self, number: int) -> int:
        if number not in self._squares:
            self._squares[number] = number * number
        return self._squares[number]

    def own(self, text: str) -> list[int]:
        found = self._lists.get(text)
        if found is None:
            found = self._read(text)
            self._lists[text] = found
        return found

    def listed(self, text: str) -> list[int]:
        if text not in self._lists:
            self._lists[text] = [int(part) for part in text.split(",")]
        return self._lists[text]

    def described(self, text: str) -> list[int]:
        if text not in self._lists:
            self._lists[text] = [len(text), *self._read(text)]
        return self._lists[text]

    def _read(self, text: str) -> list[int]:
        return [len(text)]

    async def nothing(self) -> None:
        await asyncio.sleep(0)
