"""What stands behind the wait is skipped by the TimeoutError, as it was by a cancellation."""

from waits import wait


def pass_through(module):
    gate = module.Turnstile()
    return gate.pass_through(), gate._free.set, lambda: gate._waiting


wait(globals(), "pass_through", pass_through, 1)


def sleep(module):
    gate = module.Turnstile()
    return gate.sleep(), gate._free.set, lambda: (gate._asleep, gate._free.is_set())


wait(globals(), "sleep", sleep, (True, False))


def held(module):
    gate = module.Turnstile()
    return gate.held(), gate._free.set, gate._lock.locked


wait(globals(), "held", held, True)


def counted(module):
    gate = module.Turnstile()
    return gate.counted(), gate._free.set, lambda: None


wait(globals(), "counted", counted)


def protected(module):
    gate = module.Turnstile()
    return gate.protected(), gate._free.set, lambda: gate._waiting


wait(globals(), "protected", protected, 0)
