"""Which requests go first."""

from __future__ import annotations

SEED_PRIORITY = 10_000_000
"""What keeps every seed before every followed link: links have the priority relevance * 1e6, less this."""
REVISIT_PRIORITY = -SEED_PRIORITY // 2
"""Known pages are asked again once the seeds are read, before what is followed."""
