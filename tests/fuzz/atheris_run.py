"""Coverage-guided fuzzing of the same targets, bounded in time; atheris is not among the project's dependencies.

pip install atheris && python -m tests.fuzz.atheris_run [SECONDS]
"""

from __future__ import annotations

import sys


def main(seconds: int = 60) -> None:
    """Fuzz all targets for so many seconds; a broken law ends the process with the input that broke it."""
    import atheris

    with atheris.instrument_imports(include=["crawler"]):
        from tests.fuzz.targets import TARGETS

    def one(data: bytes) -> None:
        TARGETS[data[0] % len(TARGETS) if data else 0](data[1:])

    # One seed, so that a run that fails fails again; give SECONDS to look further.
    bounds = [f"-max_total_time={seconds}", "-timeout=10", "-max_len=4096", "-seed=1"]
    atheris.Setup([sys.argv[0], *bounds], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
