class Odd:
    def __init__(self, loop) -> None:
        self._loop = loop
        self._timers: dict[str, object] = {}
        self._logs: dict[str, list[str]] = {}

    def begin(self, user_id: str) -> None:
        self._timers[user_id] = self._loop.call_later(5, self._end, user_id)
        self._logs[user_id] = []

    def log(self, user_id: str) -> list[str]:
        return self._logs[user_id]

    def _end(self, user_id: str) -> None:
        print(self._timers.pop(user_id))

    def end_later(self, user_id: str) -> None:
        self._loop.call_soon(lambda: self._timers.pop(user_id))

    def rename(self, user_id: str) -> None:
        user_id = self._timers.pop(user_id)
        print(user_id)
