"""What may be said of a container's content, as bits; a container has those of all that it stands in.

A flag is evidence, not a verdict: scoring weighs it.
"""

from __future__ import annotations

NEVER, BESIDE, STORY, LEAD, CAPTION, HIDDEN, EMBED, TEASER, LISTED, OTHER = (1 << n for n in range(10))
OUT = NEVER | BESIDE | HIDDEN | CAPTION | LISTED | OTHER
"""Flags of what is not the story: its text is excluded."""
DOUBTFUL = BESIDE | HIDDEN | CAPTION
"""Those that a page's text may prove wrong."""
