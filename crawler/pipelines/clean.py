"""stand-in"""

import hashlib
from typing import Any


class Clean:
    def process_item(self, item: Any) -> Any:
        if hasattr(item, "text_hash"):
            item.text_hash = hashlib.sha256(item.text.encode("utf8", "replace")).hexdigest()
        return item
