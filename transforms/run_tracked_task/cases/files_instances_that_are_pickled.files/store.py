import pickle

from case import Job


def save(job: Job) -> bytes:
    return pickle.dumps(job)
