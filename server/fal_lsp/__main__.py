"""`python -m fal_lsp`, the same as `fal-lsp`."""

from __future__ import annotations

import sys

from .cli import main

sys.exit(main())
