from state import Cluster, Peer


class Members:
    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def join(self, name: str) -> None:
        if name not in self._cluster.peers:
            self._cluster.peers[name] = Peer()

    def leave(self, name: str) -> None:
        del self._cluster.peers[name]
