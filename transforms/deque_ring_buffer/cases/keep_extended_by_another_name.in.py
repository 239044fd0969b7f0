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
