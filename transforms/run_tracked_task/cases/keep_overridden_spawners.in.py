from hubs import Hub, Pool, Spawner


class Service:
    def __init__(self, hub: Hub, pool: Pool, spawner: Spawner):
        self._hub = hub
        self._own = Hub()
        self._pool = pool
        self._spawner = spawner

    def start(self):
        self._hub.create_task(self._run())
        self._own.create_task(self._run())
        self._pool.create_task(self._run())
        self._spawner.create_task(self._run())

    async def _run(self):
        pass
