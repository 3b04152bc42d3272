"""Runs `scrapy` with names that lead where a test wants them: a resolver of its own in place of the machine's.

Usage: python with_names.py NAME=ADDRESS[,ADDRESS…];… SCRAPY-ARGUMENT… An address of - stands for a name that cannot be
resolved. Each look-up of a name takes its next address; the last one stays. *.NAME stands for every name below it.
"""

from __future__ import annotations

import socket
import sys

from scrapy.cmdline import execute

_system = socket.gethostbyname


def install(table: str) -> None:
    """Put the names in."""
    names = {n: a.split(",") for n, _, a in (entry.partition("=") for entry in table.split(";"))}

    def lookup(name: str) -> str:
        if name not in names:
            name = f"*.{name.partition('.')[2]}"
        if name not in names:
            return _system(name)
        address = names[name][0] if len(names[name]) == 1 else names[name].pop(0)
        if address == "-":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return address

    socket.gethostbyname = lookup


if __name__ == "__main__":
    install(sys.argv[1])
    execute(["scrapy", *sys.argv[2:]])
