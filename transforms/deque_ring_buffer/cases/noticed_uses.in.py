import json


class Notes:
    def __init__(self):
        self._notes: list[str] = []
        self._sent: list[str] = []
        self._names: list[str] = []
        self._last: list[str] = []

    def add(self, note):
        self._notes.append(note)
        if len(self._notes) > 10:
            self._notes.pop(0)
        self._sent.append(note)
        if len(self._sent) > 10:
            self._sent.pop(0)
        self._names.append(note)
        if len(self._names) > 10:
            self._names.pop(0)
        self._last.append(note)
        if len(self._last) > 10:
            self._last.pop(0)

    @property
    def notes(self):
        return self._notes

    def send(self, sink):
        sink(json.dumps({"sent": self._sent}), f"{self._sent}")
        return self._sent == [] or self._sent + ["end"]

    def show(self, screen):
        screen.draw(self._names)

    async def say(self, speaker):
        for name in self._last:
            await speaker(name)
