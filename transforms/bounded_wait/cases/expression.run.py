"""The session's own setting bounds the wait."""

from waits import wait


def open(module):
    session = module.Session(module.Config(2.5))
    return session.open(), session.opened.set, session.opened.is_set


wait(globals(), "open", open, False)
