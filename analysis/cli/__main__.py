"""`python -m analysis.cli` is `briefing`."""

import sys

from analysis.cli import main

sys.exit(main())
