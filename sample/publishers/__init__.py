"""The sample web's four publishers, one module a template."""

from sample.publishers.base import Publisher
from sample.publishers.grid import GridWeekly
from sample.publishers.linlan import Linlan
from sample.publishers.portal import Portal
from sample.publishers.post import HarbourPost

PUBLISHERS: dict[str, Publisher] = {p.key: p for p in (HarbourPost(), GridWeekly(), Linlan(), Portal())}
"""Key -> publisher, in the order in which the archive holds them."""
