_client = None


async def teardown_client():
    global _client
    if _client is None: return
    try:
        await _client.logout(
            reason="""
  done
""",
            note='a \
    b',
        )
    finally:
        _client = None
