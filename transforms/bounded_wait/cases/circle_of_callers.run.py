"""A turn that never gets its music ends; set or cancelled, it ends as before."""

from waits import wait


def turn(module):
    dance = module.Dance()
    return dance._turn(), dance._music.set, lambda: None


wait(globals(), "turn", turn)


def both(module):
    dance = module.Dance()
    return dance._left(1), dance._music.set, lambda: None


wait(globals(), "both", both)
