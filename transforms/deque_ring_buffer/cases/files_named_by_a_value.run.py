def scenario_steps(module):
    machine = module.Machine()
    for name in ("stop", "stop", "never"):
        machine.put(name)
    machine.step()
    return list(machine._queue)
