class Quiet:
    def info(self, text: str) -> str:
        return text


logger = Quiet()

from case import *


def greet() -> str:
    return logger.info("hello from " + folder())
