"""stand-in"""

from typing import Any

LinkBlock = Any
OfferedLink = Any
