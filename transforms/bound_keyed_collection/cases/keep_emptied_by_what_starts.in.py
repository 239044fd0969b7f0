from collections import defaultdict


class Runner:
    _shared: dict[str, list[int]] = {}

    def __init__(self) -> None:
        self._shared = {}
        self._runs: dict[str, list[int]] = defaultdict(list)
        self._jobs: dict[str, list[int]] = {}
        self._defined: dict[str, list[int]] = {}

    def setup(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._runs.clear()

    def begin(self, run: str) -> int:
        self._runs[run].append(1)
        self._jobs.pop(run, None)
        self._jobs[run] = [1]
        self._shared.setdefault(run, []).append(1)
        return len(self._runs) + len(self._jobs) + len(self._shared)

    def define(self, name: str, link) -> None:
        self._defined[name] = []
        try:
            link.send(name)
        except OSError:
            del self._defined[name]
            raise

    def defined(self) -> int:
        return len(self._defined)
