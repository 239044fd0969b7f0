from bells import Bell
from case import Desk


def make(bell):
    return Desk(bell or Bell())
