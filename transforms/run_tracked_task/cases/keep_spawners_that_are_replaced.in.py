from hubs import Hub, Pool, Switch, Traced


class Service:
    def __init__(self, hub: Hub, switch: Switch, traced: Traced, pool: Pool):
        self._hub = hub
        self._switch = switch
        self._traced = traced
        self._spare = pool

    def start(self):
        self._hub.create_task(self._run())
        self._switch.create_task(self._run())
        self._traced.create_task(self._run())
        self._spare.create_task(self._run())

    async def _run(self):
        pass
