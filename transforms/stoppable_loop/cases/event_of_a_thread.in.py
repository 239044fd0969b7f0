import threading
import time


class Exporter:
    def __init__(self, interval):
        self._interval = interval
        self._stop = threading.Event()
        self.thread = None
        self.rows = []

    def start_export(self):
        self._stop.clear()
        self.thread = threading.Thread(target=self._export, args=("row",), daemon=True)
        self.thread.start()

    def stop_export(self):
        self._stop.set()

    def _export(self, row):
        while True:
            time.sleep(self._interval)
            self.rows.append(row)
