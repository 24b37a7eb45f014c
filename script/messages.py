"""Chinese message catalogues, in Python alone: find, check, compile. GNU gettext is not needed.

    python script/messages.py update     add missing ids to the rooms' catalogues, drop unused
    python script/messages.py check      fail on missing, empty, fuzzy, unused or contradicting ones
    python script/messages.py compile    write each .mo that is older than its .po
    python script/messages.py others     fail on what libraries leave untranslated, listing it

Ids stand in English in code and templates. A room's catalogue is
`src/qixin/<room>/locale/zh_Hans/LC_MESSAGES/django.po`; `config/locale` also holds what libraries
leave untranslated, so it is not searched for unused ones.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import polib

SOURCE = Path(__file__).resolve().parent.parent / "src" / "qixin"
CATALOGUE = Path("locale", "zh_Hans", "LC_MESSAGES", "django.po")
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
NOT_SHOWN = {"migrations", "static", "test", "tests", "project_template"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


class Message(NamedTuple):
    context: str | None
    id: str
    plural: str | None
    where: str

    @property
    def key(self) -> tuple[str | None, str]:
        return (self.context, self.id)


def messages_of(folder: Path) -> Iterator[Message]:
    """Every translatable message in the Python files and templates below `folder`."""
    for path in sorted(folder.rglob("*")):
        if NOT_SHOWN & set(path.relative_to(folder).parts):
            continue
        if path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in path.parts):
            yield from _messages_in(path)


def _messages_in(path: Path) -> Iterator[Message]:
    from babel.messages.extract import extract

    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = _as_python(text, path)
    source = io.BytesIO(text.encode())
    for line, found, _comments, context in extract("python", source, KEYWORDS):
        ids = [found] if isinstance(found, str) else list(found)
        # Babel leaves the context in front of the ids
        if context is not None and ids[0] == context and len(ids) > 1:
            ids = ids[1:]
        if ids[0]:
            plural = ids[1] if len(ids) > 1 else None
            yield Message(context, ids[0], plural, f"{_shown(path)}:{line}")


def _shown(path: Path) -> Path:
    """A path of ours without the way to the checkout; a library's as it is."""
    return path.relative_to(SOURCE.parents[1]) if path.is_relative_to(SOURCE) else path


def _as_python(template: str, path: Path) -> str:
    """The template with all but its gettext calls blanked out, as Django makes it for xgettext.

    In brackets, because the rest keeps its indentation, which Python's tokenizer would refuse.
    """
    from django.utils.translation.template import templatize

    return f"({templatize(template, origin=str(path))})"


def rooms() -> list[Path]:
    return sorted(path for path in SOURCE.iterdir() if (path / "__init__.py").exists())


def catalogue_of(room: Path) -> polib.POFile | None:
    path = room / CATALOGUE
    return polib.pofile(str(path), wrapwidth=100) if path.exists() else None


def update() -> int:
    """Each room's catalogue holds what the room says and no other catalogue translates."""
    known = {
        (entry.msgctxt, entry.msgid): room
        for room in reversed(rooms())
        for entry in (catalogue_of(room) or [])
        if not entry.obsolete
    }
    used = {message.key for room in rooms() for message in messages_of(room)}
    chosen = sys.argv[2:]
    for room in rooms():
        if chosen and room.name not in chosen:
            continue
        catalogue = catalogue_of(room) or _new_catalogue()
        added = [message for message in messages_of(room) if message.key not in known]
        for message in added:
            if message.key not in known:
                known[message.key] = room
                catalogue.append(_entry(message))
        dropped = [entry for entry in catalogue if _is_unused(entry, room, used)]
        for entry in dropped:
            catalogue.remove(entry)
        if added or dropped:
            (room / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
            catalogue.save(str(room / CATALOGUE))
            print(f"{room.name}: {len(added)} added, {len(dropped)} dropped")
    return 0


def _new_catalogue() -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Language": "zh_Hans",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return catalogue


def _entry(message: Message) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.id, msgctxt=message.context, msgstr="")
    if message.plural:
        entry.msgid_plural, entry.msgstr_plural = message.plural, {0: ""}
    if re.search(r"%\(\w+\)[sd]|%[sd]", message.id):
        entry.flags.append("python-format")
    return entry


def _is_unused(entry: polib.POEntry, room: Path, used: set[tuple[str | None, str]]) -> bool:
    if entry.obsolete:
        return True
    return room.name != "config" and (entry.msgctxt, entry.msgid) not in used


def check() -> int:
    """Prints what is wrong; the number of faults is the exit status."""
    faults = [*_faults_of_catalogues(), *_missing()]
    for fault in faults:
        print(fault)
    print(f"messages: {len(faults)} faults" if faults else "messages: complete")
    return min(len(faults), 1)


def _faults_of_catalogues() -> Iterator[str]:
    used = {message.key for room in rooms() for message in messages_of(room)}
    said: dict[tuple[str | None, str], tuple[str, str]] = {}
    for room in rooms():
        for entry in catalogue_of(room) or []:
            name = f"{room.name}: {entry.msgid!r}"
            if _is_unused(entry, room, used):
                yield f"{name} is used nowhere"
                continue
            yield from (f"{name} {fault}" for fault in _faults_of(entry))
            text = entry.msgstr or entry.msgstr_plural.get(0, "")
            other, text_there = said.setdefault((entry.msgctxt, entry.msgid), (room.name, text))
            if text_there != text:
                yield f"{name} is {text!r} here, {text_there!r} in {other}: one of them never shows"


def _faults_of(entry: polib.POEntry) -> Iterator[str]:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.fuzzy:
        yield "is fuzzy"
    if not texts or not all(texts):
        yield "has no translation"
        return
    wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    for text in texts:
        if set(PLACEHOLDER.findall(text)) - wanted:
            yield f"asks for placeholders that the id lacks: {text!r}"
        if not entry.msgid_plural and wanted - set(PLACEHOLDER.findall(text)):
            yield f"leaves out a placeholder: {text!r}"


def _missing() -> Iterator[str]:
    known = {
        (entry.msgctxt, entry.msgid)
        for room in rooms()
        for entry in (catalogue_of(room) or [])
        if not entry.obsolete
    }
    seen = set()
    for room in rooms():
        for message in messages_of(room):
            if message.key not in known and message.key not in seen:
                seen.add(message.key)
                yield f"{message.where}: {message.id!r} is in no catalogue"


def compile_catalogues() -> int:
    # djangojs.po: what scripts of libraries leave untranslated; en: where libraries call in English
    # by another name what the glossary has
    for source in [path for room in rooms() for path in sorted(room.glob("locale/*/*/*.po"))]:
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            draft = target.with_name(f".{target.name}.{os.getpid()}")
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(target)
    return 0


def others() -> int:
    """Ids of installed libraries for which Chinese pages would show English; 1 where there are."""
    left = [*_left_by_libraries(), *_left_by_scripts()]
    for where, context, id_ in left:
        print(f"{where}\t{context or ''}\t{id_!r}")
    return min(len(left), 1)


def _left_by_libraries() -> Iterator[tuple[str, str | None, str]]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qixin.config.settings")
    import django

    django.setup()
    from django.apps import apps
    from django.utils.translation import trans_real

    # Django offers no other look into what it has merged
    catalogue = trans_real.translation("zh-hans")._catalog  # type: ignore[attr-defined]
    for config in apps.get_app_configs():
        if config.name.startswith("qixin"):
            continue
        # apps that lie within this one's folder speak for themselves, if they are installed
        inner = tuple(f"{path.parent}/" for path in Path(config.path).glob("*/**/apps.py"))
        missing = {
            message.key
            for message in messages_of(Path(config.path))
            if not message.where.startswith(inner) and not _is_known(catalogue, message)
        }
        for context, id_ in sorted(missing, key=str):
            yield config.label, context, id_


def _is_known(catalogue: object, message: Message) -> bool:
    key = f"{message.context}\x04{message.id}" if message.context else message.id
    return catalogue.get(key) is not None or catalogue.get((key, 0)) is not None  # type: ignore[attr-defined]


def _left_by_scripts() -> Iterator[tuple[str, str | None, str]]:
    """What Wagtail's scripts say: its English catalogue lists it, the built scripts do not."""
    from django.apps import apps

    folder = Path(apps.get_app_config("wagtailadmin").path, "locale")
    names = [folder / "zh_Hans", SOURCE / "newsroom" / "locale" / "zh_Hans"]
    known = {
        (entry.msgctxt, entry.msgid)
        for name in names
        for entry in polib.pofile(str(name / "LC_MESSAGES" / "djangojs.po"))
        if entry.translated()
    }
    for entry in polib.pofile(str(folder / "en" / "LC_MESSAGES" / "djangojs.po")):
        if (entry.msgctxt, entry.msgid) not in known:
            yield "wagtailadmin, scripts", entry.msgctxt, entry.msgid


COMMANDS: dict[str, Callable[[], int]] = {
    "update": update, "check": check, "compile": compile_catalogues, "others": others,
}  # fmt: skip

if __name__ == "__main__":
    command = COMMANDS.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if command is None:
        sys.exit(__doc__)
    sys.exit(command())
