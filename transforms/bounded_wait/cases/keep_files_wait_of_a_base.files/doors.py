from barriers import Barrier


class Sluice(Barrier):
    pass
