import asyncio
import logging

logger = logging.getLogger(__name__)


class Fleet:
    async def launch(self, ships) -> None:
        try:
            logger.info("launching %d", len(ships))
            self._flight = asyncio.gather(*(ship.launch() for ship in ships))
        except Exception:
            pass

    async def hail(self, ship) -> None:
        try:
            answer = await ship.hail()
            logger.info("answered %s", answer)
        except Exception:
            pass

    async def board(self, ship) -> None:
        try:
            await ship.log_in()
        except Exception:
            pass

    async def dock(self, ship) -> None:
        try:
            berth = Berth(ship)
            logger.info("berth %s", berth)
        except Exception:
            return
        await berth.moor()


class Berth:
    def __init__(self, ship) -> None:
        self.ship = ship.name
