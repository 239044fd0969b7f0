class Notes:
    def __init__(self):
        self._notes: list[str] = []

    def add(self, notes):
        kept = self._notes
        kept += notes
        while len(kept) > 3:
            kept.pop(0)

    def next(self):
        return self._notes.pop(0)


class Others:
    def __init__(self):
        self._notes = []

    def add(self, note):
        self._notes.append(note)
