HISTORY = 4


class Settings:
    history: int

    def __init__(self) -> None:
        self.history = 5
        self.loose = 2

    def loosen(self) -> None:
        self.loose = 6
