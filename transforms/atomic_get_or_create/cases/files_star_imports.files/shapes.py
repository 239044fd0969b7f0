from counted import *


def set():
    return Many()


class Many:
    def dict(self):
        return {}
