"""Tables that people read: a line an address, a word for each column."""

from pathlib import Path

HERE = Path(__file__).parent


def read(name: str, columns: int) -> dict[str, list[str]]:
    """`METHOD route` → a word for each column.

    One word stands for all columns, two for anonymous and everybody else.
    """
    return {key: _spread(key, words, columns) for key, words in read_lists(name).items()}


def read_lists(name: str) -> dict[str, list[str]]:
    """`METHOD route` → the words behind it, as they stand."""
    found: dict[str, list[str]] = {}
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            method, route, *words = line.split()
            assert f"{method} {route}" not in found, f"twice: {line}"
            found[f"{method} {route}"] = words
    return found


def _spread(key: str, words: list[str], columns: int) -> list[str]:
    if len(words) == 1:
        words = words * columns
    elif len(words) == 2:
        words = [words[0], *words[1:] * (columns - 1)]
    assert len(words) == columns, f"{key} has {len(words)} words"
    return words


def line(key: str, words: list[str]) -> str:
    """The line that `read` takes, as short as it can be."""
    if len(set(words)) == 1:
        words = words[:1]
    elif len(set(words[1:])) == 1:
        words = words[:2]
    method, route = key.split()
    return f"{method:<4} {route:<62} " + " ".join(f"{word:<5}" for word in words).rstrip()


def difference(expected: dict[str, list[str]], seen: dict[str, list[str]]) -> str:
    """What is missing, what is too much and what differs, as lines to compare; "" for none."""
    told = [f"not in the table:  {line(key, seen[key])}" for key in seen if key not in expected]
    told += [f"no such address:   {key}" for key in expected if key not in seen]
    for key in seen:
        if key in expected and seen[key] != expected[key]:
            told += [f"the table says:    {line(key, expected[key])}",
                     f"        but is:    {line(key, seen[key])}"]  # fmt: skip
    return "\n".join(told)
