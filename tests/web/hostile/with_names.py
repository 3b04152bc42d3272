"""Runs `scrapy` with names that lead where a test wants them: a resolver of its own in place of the machine's.

Usage: python with_names.py NAME=ADDRESS[,ADDRESS…];… SCRAPY-ARGUMENT… An address of - stands for a name that cannot be
resolved, ~SECONDS for one that is looked for so long in vain; such a look-up is written to stderr. Each look-up of a
name takes its next address; the last one stays. *.NAME stands for every name below it.
"""

from __future__ import annotations

import socket
import sys
import time

from scrapy.cmdline import execute

_system = socket.gethostbyname


def install(table: str) -> None:
    """Put the names in."""
    names = {n: a.split(",") for n, _, a in (entry.partition("=") for entry in table.split(";"))}

    def lookup(name: str) -> str:
        known = names.get(name) or names.get(f"*.{name.partition('.')[2]}")
        if known is None:
            return _system(name)
        address = known[0] if len(known) == 1 else known.pop(0)
        if address.startswith("~"):
            sys.stderr.write(f"looked up {name}\n")
            time.sleep(float(address[1:]))
        if address == "-" or address.startswith("~"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return address

    socket.gethostbyname = lookup


if __name__ == "__main__":
    install(sys.argv[1])
    execute(["scrapy", *sys.argv[2:]])
