"""With loguru."""

from loguru import logger


class Goods:
    """Things in the depot."""

    def __init__(self) -> None:
        self._count = 0

    async def take(self) -> None:
        if not self._count:
            logger.warning("nothing left")
        #: logger = logger
        self._count -= 1


def weigh(logger: int) -> int:
    #: logger = new
    return logger * 2
