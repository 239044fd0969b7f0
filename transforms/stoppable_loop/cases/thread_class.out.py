import threading
import time


class Watcher(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self._exit_requested = False
        self.looks = 0

    def run(self):
        while not self._exit_requested:
            self.looks += 1
            time.sleep(0.01)

    def request_exit(self):
        self._exit_requested = True
