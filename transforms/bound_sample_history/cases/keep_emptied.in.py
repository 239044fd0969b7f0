class Recorder:
    def __init__(self) -> None:
        self._events: list[str] = []
        self._samples: list[float] = []
        self._errors: list[str] = []
        self._records: list[str] = []
        self._stats: list[float] = []

    def add(self, text: str, value: float) -> None:
        self._events.append(text)
        self._samples.append(value)
        self._errors.append(text)
        self._records.append(text)
        self._stats.append(value)

    def flush(self) -> list[str]:
        events, self._events = self._events, []
        self._samples.clear()
        for record in list(self._records):
            self._records.remove(record)
        return events + self._errors + [str(value) for value in self._stats]

    def reset(self) -> None:
        self._errors = []
        del self._stats
