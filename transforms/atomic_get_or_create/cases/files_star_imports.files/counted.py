made = 0

try:
    from quick import list
except ImportError:

    def list():
        global made
        made += 1
        return []
