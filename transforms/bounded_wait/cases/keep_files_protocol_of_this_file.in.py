from typing import Protocol


class Gate(Protocol):
    async def wait(self) -> bool: ...


async def opened(gate: Gate):
    await gate.wait()
