from bittern.hub import Hub
from bittern.relay import Relay

__all__ = ["Hub", "Relay"]
