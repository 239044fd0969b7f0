import asyncio


class Server:
    def __init__(self) -> None:
        self._latencies: list[float] = []

    async def serve(self) -> float:
        self._latencies.append(0.5)
        await asyncio.sleep(0)
        return max(self._latencies)


class Poller:
    def __init__(self) -> None:
        self._readings: list[float] = []

    def poll(self) -> float:
        self._readings.append(0.5)
        return sum(self._readings)


class Counter:
    def __init__(self) -> None:
        self._delays: list[float] = []

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
