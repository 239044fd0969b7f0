class Turns:
    def __init__(self):
        self._turns: list[int] = []

    def add(self, turn: int):
        self._turns.append(turn)

    def take(self):
        return self._turns.pop(0)

    def drop(self, at: int):
        return self._turns.pop(at)
