import logging

logger = logging.getLogger(__name__)


class Peer:
    def __init__(self, session) -> None:
        self.session = session

    async def deliver(self, address: str, data: str | None = None) -> None:
        try:
            await self.session.post(address, data)
        except Exception:
            pass

    async def forward(self, packet: bytes | None) -> None:
        try:
            await self.session.post("peer", packet)
        except Exception:
            pass

    async def publish(self, payload) -> None:
        try:
            await self.session.post("peer", payload)
        except Exception:
            pass

    async def resend(self, chunk: "bytes | bytearray") -> None:
        try:
            await self.session.post("peer", chunk)
        except Exception:
            pass
