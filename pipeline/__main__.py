"""`python -m pipeline` is the `casewright` command."""

import sys

from pipeline.cli import main

sys.exit(main())
