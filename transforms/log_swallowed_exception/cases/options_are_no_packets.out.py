import logging

logger = logging.getLogger(__name__)


class Peer:
    def __init__(self, session) -> None:
        self.session = session

    async def deliver(self, address: str, data: str | None = None) -> None:
        try:
            await self.session.post(address, data)
        except Exception:
            logger.warning("self.session.post() failed in Peer.deliver", exc_info=True)

    async def forward(self, packet: bytes | None) -> None:
        try:
            await self.session.post("peer", packet)
        except Exception:
            logger.warning("self.session.post() failed in Peer.forward", exc_info=True)

    async def publish(self, payload) -> None:
        try:
            await self.session.post("peer", payload)
        except Exception:
            logger.warning("self.session.post() failed in Peer.publish", exc_info=True)

    async def resend(self, chunk: "bytes | bytearray") -> None:
        try:
            await self.session.post("peer", chunk)
        except Exception:
            logger.warning("self.session.post() failed in Peer.resend", exc_info=True)
