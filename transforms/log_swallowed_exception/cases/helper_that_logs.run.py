"""The helper gets the message, the state and the result are as before."""


class Source:
    def pull(self):
        raise LookupError("nobody")


def scenario_fails(module):
    worker = module.Worker()
    return worker.refresh(Source()), worker.fresh


LOGGED = {"fails": [("WARNING", "source.pull() failed in Worker.refresh: LookupError('nobody')")]}
