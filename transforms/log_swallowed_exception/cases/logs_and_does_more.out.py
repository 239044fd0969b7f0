import asyncio
import logging

logger = logging.getLogger(__name__)


class Fleet:
    async def launch(self, ships) -> None:
        try:
            logger.info("launching %d", len(ships))
            self._flight = asyncio.gather(*(ship.launch() for ship in ships))
        except Exception:
            logger.warning(
                "Failed between logger.info() and asyncio.gather() in Fleet.launch",
                exc_info=True,
            )

    async def hail(self, ship) -> None:
        try:
            answer = await ship.hail()
            logger.info("answered %s", answer)
        except Exception:
            logger.warning(
                "Failed between ship.hail() and logger.info() in Fleet.hail",
                exc_info=True,
            )

    async def board(self, ship) -> None:
        try:
            await ship.log_in()
        except Exception:
            logger.warning("ship.log_in() failed in Fleet.board", exc_info=True)

    async def dock(self, ship) -> None:
        try:
            berth = Berth(ship)
            logger.info("berth %s", berth)
        except Exception:
            logger.warning(
                "Failed between Berth() and logger.info() in Fleet.dock",
                exc_info=True,
            )
            return
        await berth.moor()


class Berth:
    def __init__(self, ship) -> None:
        self.ship = ship.name
