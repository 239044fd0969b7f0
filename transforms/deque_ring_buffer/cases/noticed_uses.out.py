import json
from collections import deque


class Notes:
    def __init__(self):
        self._notes: deque[str] = deque(maxlen=10)
        self._sent: deque[str] = deque(maxlen=10)
        self._names: deque[str] = deque(maxlen=10)
        self._last: deque[str] = deque(maxlen=10)

    def add(self, note):
        self._notes.append(note)
        self._sent.append(note)
        self._names.append(note)
        self._last.append(note)

    @property
    def notes(self):
        return list(self._notes)

    def send(self, sink):
        sink(json.dumps({"sent": list(self._sent)}), f"{list(self._sent)}")
        return list(self._sent) == [] or list(self._sent) + ["end"]

    def show(self, screen):
        screen.draw(self._names)

    async def say(self, speaker):
        for name in list(self._last):
            await speaker(name)
