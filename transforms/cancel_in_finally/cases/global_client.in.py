_client = None


async def teardown_client():
    global _client
    if _client is None: return
    await _client.logout(
        reason="""
  done
""",
        note='a \
    b',
    )
    _client = None
