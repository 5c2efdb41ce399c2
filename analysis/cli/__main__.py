"""`python -m analysis.cli` is `briefing`."""

import sys

from . import main

sys.exit(main())
