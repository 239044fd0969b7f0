class Marks:
    def __init__(self):
        self._marks: list[int] = []

    def add(self, mark: int):
        self._marks.append(mark)

    def take(self):
        return self._marks.pop(0)

    def drop(self, start: int, end: int):
        del self._marks[start:end]
