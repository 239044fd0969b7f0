from state import Cluster, Peer


class Gossip:
    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    async def spread(self, rumour: str) -> list[str]:
        told = []
        for name, peer in self._cluster.peers.items():
            await peer.tell(rumour)
            told.append(name)
        return told
