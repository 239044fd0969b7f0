from parcel.depot import Depot
from parcel.lanes import Lane, Parcel

__all__ = ["Depot", "Lane", "Parcel"]
