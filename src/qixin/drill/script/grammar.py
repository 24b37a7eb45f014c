"""Reads the phrase files and writes sentences from them. The notation stands in README.md."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Protocol

_TOKEN = re.compile(r"\{(\w+)\}|<(\d+)-(\d+)>|(\[)|(\])|(\|)|([^{}<\[\]|]+|.)", re.DOTALL)
PHRASE_FILES = ("news.txt", "difficulties.txt", "pleas.txt", "noise.txt")


class Slots(Protocol):
    """What a phrase needs of its surroundings: a source of chance, and a word for each slot."""

    rng: Random

    def fill(self, slot: str) -> str:
        """The word for this slot."""
        ...


Part = Callable[[Slots], str]


class PhraseError(ValueError):
    """A phrase file is not as README.md says; the message names subject and phrase."""


def _literal(text: str) -> Part:
    return lambda slots: text


def _slot(name: str) -> Part:
    return lambda slots: slots.fill(name)


def _number(low: int, high: int) -> Part:
    span = high - low + 1
    return lambda slots: str(low + int(slots.rng.random() * span))


def _sequence(parts: list[Part]) -> Part:
    if len(parts) == 1:
        return parts[0]
    fixed = tuple(parts)
    return lambda slots: "".join([part(slots) for part in fixed])


def _choice(options: list[Part]) -> Part:
    if len(options) == 1:
        return options[0]
    fixed = tuple(options)
    count = len(fixed)
    return lambda slots: fixed[int(slots.rng.random() * count)](slots)


class _Compiler:
    """Compiles the rules of one subject; a rule is looked up here, then in words, then a slot."""

    def __init__(self, rules: dict[str, list[str]], shared: dict[str, list[str]]) -> None:
        self._rules = rules
        self._shared = shared
        self._done: dict[str, Part] = {}

    def rule(self, name: str) -> Part:
        if name not in self._done:
            lines = self._rules.get(name) or self._shared[name]
            self._done[name] = _choice([self._phrase(line) for line in lines])
        return self._done[name]

    def _phrase(self, line: str) -> Part:
        tokens = _TOKEN.finditer(line)
        options, closed = self._options(tokens)
        if closed:
            raise PhraseError(f"a bracket closes that never opened: {line}")
        return _choice(options)

    def _options(self, tokens: Iterator[re.Match[str]]) -> tuple[list[Part], bool]:
        """Alternatives up to the closing bracket, and whether there was one."""
        options: list[list[Part]] = [[]]
        for token in tokens:
            name, low, high, opened, closed, bar, text = token.groups()
            if closed:
                return [_sequence(parts) for parts in options], True
            if bar:
                options.append([])
            elif opened:
                options[-1].append(self._bracket(tokens, token.string))
            elif name:
                known = name in self._rules or name in self._shared
                options[-1].append(self.rule(name) if known else _slot(name))
            elif low:
                options[-1].append(_number(int(low), int(high)))
            else:
                options[-1].append(_literal(text))
        return [_sequence(parts) for parts in options], False

    def _bracket(self, tokens: Iterator[re.Match[str]], line: str) -> Part:
        options, closed = self._options(tokens)
        if not closed:
            raise PhraseError(f"a bracket never closes: {line}")
        if len(options) == 1:
            # a bracket without a bar stands as written: [流泪] is an emoji's name
            return _sequence([_literal("["), options[0], _literal("]")])
        return _choice(options)


@dataclass(frozen=True)
class Subject:
    """One thing that people write about, with its attributes and compiled rules."""

    name: str
    kind: str
    column: str | None
    department: str | None
    weight: float
    trend: float
    first_day: int
    urgency: str
    photo: str | None
    photo_share: float
    groups: frozenset[str]
    outside: float
    place: str | None
    language: str
    rules: dict[str, Part]

    def write(self, rule: str, slots: Slots) -> str | None:
        """A text by this rule, or None if the subject lacks it."""
        part = self.rules.get(rule)
        return part(slots) if part else None

    def weight_on(self, day: int) -> float:
        """How often it comes on the `day`-th day, counted from 0."""
        return self.weight * (1 + self.trend * day) if day >= self.first_day else 0.0


@cache
def subjects() -> dict[str, Subject]:
    """All subjects of the phrase files, by name."""
    shared = dict(_blocks("words.txt"))[""][1]
    return {
        name: _subject(name, attributes, rules, shared)
        for file in PHRASE_FILES
        for name, (attributes, rules) in _blocks(file)
        if name
    }


@cache
def shared_rule(name: str) -> Part:
    """A rule of `words.txt` on its own."""
    shared = dict(_blocks("words.txt"))[""][1]
    return _Compiler({}, shared).rule(name)


def _subject(
    name: str, attributes: dict[str, str], rules: dict[str, list[str]], shared: dict[str, list[str]]
) -> Subject:
    compiler = _Compiler(rules, shared)
    get = attributes.get
    photo = get("photo", "none")
    return Subject(
        name=name,
        kind=attributes["kind"],
        column=get("column"),
        department=get("department"),
        weight=float(get("weight", "1")),
        trend=float(get("trend", "0")),
        first_day=int(get("from", "0")),
        urgency=get("urgency", "normal" if get("kind") == "news" else "low"),
        photo=None if photo == "none" else photo,
        photo_share=float(get("photo_share", "0.6")),
        groups=frozenset(attributes.get("groups", "").split(",")) - {""},
        outside=float(get("outside", "0")),
        place=get("place"),
        language=get("language", "zh-Hans"),
        rules={
            rule: compiler.rule(rule) for rule in ("text", "headline", "answer") if rule in rules
        },
    )


def _blocks(file: str) -> list[tuple[str, tuple[dict[str, str], dict[str, list[str]]]]]:
    """The file's subjects as (name, (attributes, rules)); words before the first have no name."""
    blocks: list[tuple[str, tuple[dict[str, str], dict[str, list[str]]]]] = [("", ({}, {}))]
    lines: list[str] = []
    for line in files(__package__).joinpath(file).read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            name, _, rest = line[3:].partition("|")
            pairs: list[Any] = [pair.split("=", 1) for pair in rest.split()]
            blocks.append((name.strip(), (dict(pairs), {})))
        elif re.fullmatch(r"@\w+", line):
            lines = blocks[-1][1][1].setdefault(line[1:], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return blocks
