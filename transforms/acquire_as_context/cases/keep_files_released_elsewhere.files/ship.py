from case import Dock


class Ship:
    def __init__(self, dock: Dock) -> None:
        self.dock = dock

    def sail(self) -> None:
        self.dock._berth.release()
