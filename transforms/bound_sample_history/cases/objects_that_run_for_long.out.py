import asyncio
from collections import deque


class Server:
    def __init__(self) -> None:
        self._latencies: deque[float] = deque(maxlen=1000)

    async def serve(self) -> float:
        self._latencies.append(0.5)
        await asyncio.sleep(0)
        return max(self._latencies)


class Poller:
    def __init__(self) -> None:
        self._readings: deque[float] = deque(maxlen=1000)

    def poll(self) -> float:
        self._readings.append(0.5)
        return sum(self._readings)


class Counter:
    def __init__(self) -> None:
        self._delays: deque[float] = deque(maxlen=1000)

    def count(self) -> float:
        self._delays.append(0.5)
        return sum(self._delays)


async def serve() -> float:
    server = Server()
    return await server.serve()


def main() -> None:
    poller = Poller()
    print(poller.poll())


def watch(number: int) -> float:
    counter = Counter()
    while number:
        number -= 1
        counter.count()
    return counter.count()
