"""The states of every room's things as pictures: docs/states/<room>.md, made from workflow.py.

`write_all` writes them, `stale` names those that no longer match; CI fails on the latter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps

Transitions = Mapping[str, Mapping[str, tuple[frozenset[str], str]]]
_MARK = "<!-- Generated from workflow.py by `qixin states`. Do not edit. -->"


def render(room: str, transitions: Transitions, initial: Mapping[str, str] | None = None) -> str:
    """A room's transitions as Markdown with one Mermaid state diagram for each noun.

    `initial` names the state that a noun begins in. The same input gives the same text.
    """
    parts = [f"# States in `{room}`", _MARK]
    for noun, verbs in sorted(transitions.items()):
        parts += [f"## {noun}", _diagram(verbs, (initial or {}).get(noun))]
    return "\n\n".join(parts) + "\n"


def write_all(folder: Path) -> list[Path]:
    """Write the page of every room that has states; returns those that were changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = stale(folder)
    pages = dict(_pages(folder))
    for path in changed:
        if path in pages:
            path.write_text(pages[path], encoding="utf-8")
        else:
            path.unlink()
    return changed


def stale(folder: Path) -> list[Path]:
    """The pages that differ from workflow.py, are missing, or belong to no room any more."""
    pages = dict(_pages(folder))
    differing = [
        path
        for path, text in pages.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    return sorted(differing + [path for path in folder.glob("*.md") if path not in pages])


def _pages(folder: Path) -> Iterator[tuple[Path, str]]:
    for config in apps.get_app_configs():
        name = f"{config.name}.workflow"
        if config.name.startswith("qixin.") and find_spec(name):
            workflow = import_module(name)
            initial = getattr(workflow, "INITIAL", {})
            if workflow.TRANSITIONS:
                page = render(config.label, workflow.TRANSITIONS, initial)
                yield folder / f"{config.label}.md", page


def _diagram(verbs: Mapping[str, tuple[frozenset[str], str]], initial: str | None) -> str:
    lines = [f"  [*] --> {_name(initial)}"] if initial else []
    for verb, (origins, target) in verbs.items():
        lines += [f"  {_name(origin)} --> {_name(target)}: {verb}" for origin in sorted(origins)]
    origins_of_any = {origin for origins, _target in verbs.values() for origin in origins}
    ends = {target for _origins, target in verbs.values()} - origins_of_any
    lines += [f"  {_name(end)} --> [*]" for end in sorted(ends)]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


def _name(state: str) -> str:
    return str(state).replace("-", "_")
