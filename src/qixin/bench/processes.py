"""What the kernel says of processes (Linux, proc(5))."""

from __future__ import annotations

from pathlib import Path


def resident_mb(pid: int) -> float | None:
    """Resident memory in MB; None once the process has ended.

    Mapped pages of the database count for each process, though the machine holds them once.
    """
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return None
    sizes = dict(line.split(":", 1) for line in lines)
    return int(sizes["VmRSS"].split()[0]) / 1024 if "VmRSS" in sizes else None


def descendants(pid: int) -> list[int]:
    """All processes below `pid`."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *descendants(child)]
    return found


def command_of(pid: int) -> str:
    """Its command line, in one string."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
