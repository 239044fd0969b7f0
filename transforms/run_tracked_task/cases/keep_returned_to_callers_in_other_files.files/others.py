from case import Hub, _module_start


class Owner:
    def __init__(self, hub: Hub):
        self.hub = hub

    def work(self):
        self.hub._forgotten()
        self.task = self.hub._kept()
        _module_start()


def guess(thing):
    thing._maybe()
