import logging


class Quiet:
    async def stop(self):
        await self._motor.halt()
        logging.info("stopped")
        self.rounds += 1
        self._stopped_at = self._clock()
        self._status = "running"
        self._peer.send(b"stopped")
        note = None
        return note

    async def close(self):
        self._open = False
        self._sock.close()
        await self._sock.wait_closed()

    async def disconnect(self):
        if self._busy:
            await self._motor.halt()
            return
        self._motor = None

    async def cancel(self, other):
        def later():
            other.cancel()
        await self._motor.halt(later)
