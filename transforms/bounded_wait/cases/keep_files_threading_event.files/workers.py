import threading


class Worker:
    def __init__(self):
        self.pulse = threading.Event()
