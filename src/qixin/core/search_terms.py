"""One way to cut text and queries into terms, for SQLite's FTS5 and PostgreSQL alike.

Chinese is indexed by overlapping pairs of characters, so that a word of two characters is always
found, whatever a dictionary thinks of it; `words` is for ranking. Indexed text and query pass
through the same function, hence terms hold letters and digits only and no operator survives.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Any

_HAN = (
    r"\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"  # kana, marks left out
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"([{_HAN}]+)|[^\W_{_HAN}]+")
_IS_HAN = re.compile(f"[{_HAN}]")
LONGEST_QUERY = 200  # characters; the rest of a query is not looked at

# A phrase of FTS5 that matches no row: MATCH does not take an empty expression.
_NOTHING_SQLITE = '""'


def bigrams(text: str) -> str:
    """The terms of `text`, space-joined, for a full-text column.

    Runs of Chinese become overlapping pairs, a run of one character itself; words in letters and
    digits are lower-cased and NFKC-normalised (full-width becomes half-width).
    """
    return " ".join(_terms(text))


def words(text: str) -> list[str]:
    """The words of `text` as rjieba cuts it, lower-cased, without punctuation."""
    return [word for word in _jieba().cut(_folded(text), True) if _RUN.search(word)]


def match_expression_sqlite(query: str) -> str:
    """An FTS5 MATCH expression over `bigrams`: every word of the query, as a phrase.

    A single Chinese character finds the pairs that begin with it. A query without a letter or digit
    gives an expression that matches nothing.
    """
    phrases = [
        f'"{" ".join(terms)}"' + ("*" if is_single_character(terms) else "")
        for terms in query_words(query)
    ]
    return " AND ".join(phrases) or _NOTHING_SQLITE


def tsquery(query: str) -> str:
    """Text for `to_tsquery('simple', …)` over `to_tsvector('simple', bigrams)`: all terms.

    Terms of one word need not be neighbours here: PostgreSQL keeps no positions past 16,383, and a
    long report must not be missed. A query without a letter or digit gives '' (matches nothing).
    """
    lexemes = [
        f"'{term}'" + (":*" if is_single_character(terms) else "")
        for terms in query_words(query)
        for term in terms
    ]
    return " & ".join(dict.fromkeys(lexemes))


def query_words(query: str) -> list[list[str]]:
    """The words of a query that hold a letter or digit, each as its terms."""
    found = (_terms(word) for word in query[:LONGEST_QUERY].split())
    return [terms for terms in found if terms]


def is_single_character(terms: list[str]) -> bool:
    """Whether a word is one Chinese character, which finds the pairs that begin with it."""
    return len(terms) == 1 and len(terms[0]) == 1 and bool(_IS_HAN.match(terms[0]))


def _terms(text: str) -> list[str]:
    terms: list[str] = []
    for match in _RUN.finditer(_folded(text)):
        run = match.group()
        if match.group(1) and len(run) > 1:
            terms += map("".join, pairwise(run))
        else:
            terms.append(run)
    return terms


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


@lru_cache(maxsize=1)
def _jieba() -> Any:
    # Loaded at first use: the dictionary takes memory that a web process may never need.
    import rjieba

    return rjieba.Jieba()
