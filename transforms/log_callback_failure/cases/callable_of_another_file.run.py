"""The port raises: the board goes on."""


def scenario_raises(module):
    import ports

    def alert(zone):
        raise RuntimeError(zone)

    return module.Board(ports.Ports(alert)).raise_alarm("north")


LOGGED = {"raises": [("ERROR", "Callback self._ports.alert(zone) failed in Board.raise_alarm [RuntimeError]")]}
