def traced(function):
    return lambda self, coro: coro.close()


def disarm(hub: "Hub"):
    hub.create_task = lambda coro: coro.close()


def lend(service: "Service"):
    service._spare = Lender()


class Lender:
    def create_task(self, coro):
        coro.close()


from case import Service
from hubs import Hub
