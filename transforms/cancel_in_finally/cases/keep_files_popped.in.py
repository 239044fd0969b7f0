class Jobs:
    def __init__(self):
        self.running = {}

    async def drop(self, name):
        job = self.running.pop(name)
        await job.cancel()
