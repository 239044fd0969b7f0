def version(tool):
    # old tools have no such flag, and the version is only for the banner
    try:
        tool.print_version()
    except Exception:
        pass
