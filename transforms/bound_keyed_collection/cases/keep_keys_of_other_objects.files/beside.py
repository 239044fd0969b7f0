"""Files that are given make types known."""
