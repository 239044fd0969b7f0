class asyncio:
    started: list = []

    @staticmethod
    def create_task(coroutine) -> None:
        asyncio.started.append(coroutine)
