import os


class Handle:
    def __init__(self, number: int) -> None:
        self._number = number

    def __del__(self) -> None:
        try:
            os.close(self._number)
        except Exception:
            pass
