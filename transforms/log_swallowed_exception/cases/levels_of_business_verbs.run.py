"""A cancelled order, a label and a lost connection are warnings, closing one is not; the shop is as before."""


class Table:
    def drop(self, order):
        raise LookupError(order)


class Link:
    def farewell(self):
        raise OSError("gone")

    async def close(self):
        pass

    async def connect(self):
        raise OSError("gone")

    async def drop(self):
        raise OSError("gone")


def scenario_order(module):
    shop = module.Shop()
    shop.table = Table()
    return shop.cancel_order(7)


def scenario_connection(module):
    return module.Shop().close_connection(Link())


async def scenario_reconnect(module):
    return await module.Shop().reset_connection(Link())


async def scenario_reset(module):
    return await module.Shop().reset(Link())


def scenario_label(module):
    shop = module.Shop()
    shop.text = "old"
    return shop.label([1, 2]), shop.text


def scenario_good_label(module):
    shop = module.Shop()
    return shop.label(["a", "b"]), shop.text


LOGGED = {
    "order": [("WARNING", "self.table.drop() failed in Shop.cancel_order [LookupError]")],
    "connection": [("DEBUG", "link.farewell() failed in Shop.close_connection [OSError]")],
    "reconnect": [
        ("WARNING", "Failed between link.close() and link.connect() in Shop.reset_connection [OSError]")
    ],
    "reset": [("DEBUG", "Failed between link.drop() and link.forget() in Shop.reset [OSError]")],
    "label": [("WARNING", "join() failed in Shop.label [TypeError]")],
}
