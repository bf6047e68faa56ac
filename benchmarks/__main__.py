"""`make bench`: every figure of the README, one script after the other. `python -m benchmarks NAME ...` runs some."""

import subprocess
import sys
from pathlib import Path

_NOT_SCRIPTS = {"__init__", "__main__", "answers_servers"}


def scripts() -> list[str]:
    """The benchmark modules that can be run, by name."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return [
        f.stem for f in files if f.stem not in _NOT_SCRIPTS and "__main__" in f.read_text(encoding="utf-8")
    ]


if __name__ == "__main__":
    chosen = sys.argv[1:] or scripts()
    for name in chosen:
        print(f"\n== benchmarks/{name}.py", flush=True)
        subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}"], check=True
        )  # a script may start itself anew
