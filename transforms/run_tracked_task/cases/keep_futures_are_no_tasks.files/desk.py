class Ticket:
    def take(self, loop):
        future = loop.create_future()
        return future

    def lend(self, loop):
        return self.take(loop)

    def fetch(self):
        return self.load()

    async def load(self):
        pass
