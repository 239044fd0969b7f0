from collections import deque
from dataclasses import dataclass, field


@dataclass
class PeerState:
    addresses: dict[str, tuple[str, int]] = field(default_factory=dict)
    latencies: dict[str, deque[float]] = field(default_factory=dict)

    def add_peer(self, peer_id: str, address: tuple[str, int]) -> None:
        self.addresses[peer_id] = address

    def sample(self, peer_id: str, latency: float) -> None:
        samples = self.latencies.get(peer_id)
        if samples is None:
            samples = self.latencies[peer_id] = deque(maxlen=100)
        samples.append(latency)

    def mean(self, peer_id: str) -> float:
        samples = self.latencies[peer_id]
        return sum(samples) / len(samples)

    def remove_peer(self, peer_id: str) -> None:
        self.addresses.pop(peer_id, None)
