import sys
from sys import argv


def clean():
    while sys.path and not sys.path[0]:
        sys.path.pop(0)
    del argv[0]
