"""Another file, so that types are known."""
