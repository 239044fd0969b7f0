import threading
import time


class Ticker:
    def __init__(self):
        self.ticks = 0

    def start(self):
        threading.Thread(target=self._tick, daemon=True).start()

    def _tick(self):
        while True:
            self.ticks += 1
            time.sleep(1)
