from tasks import Giver, Keeper, Loser, Relay, Todo, Waiter, spawn


class Service:
    def __init__(self, keeper: Keeper, giver: Giver, loser: Loser, waiter: Waiter):
        self._keeper = keeper
        self._giver = giver
        self._loser = loser
        self._waiter = waiter
        self._relay = Relay(keeper)
        self._todo = Todo()

    async def start(self):
        self._keeper.create_task(self._run())
        self._giver.create_task(self._run())
        self.task = self._giver.create_task(self._run())
        self._loser.create_task(self._run())
        await self._waiter.create_task(self._run())
        self._relay.create_task(self._run())
        self._todo.create_task("buy milk")
        self._todo.create_task(self._run())
        spawn(self._run())
        return spawn(self._run())

    async def _run(self):
        pass
