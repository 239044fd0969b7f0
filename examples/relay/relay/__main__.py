"""``python -m relay``."""

from relay.main import main

raise SystemExit(main())
