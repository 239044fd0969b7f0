import threading
import time


class Exporter:
    def __init__(self):
        self._running = False

    def start(self):
        threading.Thread(target=self._export).start()
        self._running = True

    def stop(self):
        self._running = False

    def _export(self):
        while True:
            time.sleep(1)
