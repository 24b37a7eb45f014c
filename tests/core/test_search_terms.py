import sqlite3

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from qixin.core.search_terms import bigrams, match_expression_sqlite, tsquery, words

REPORT = (
    "临淄区齐陵街道防疫物资紧缺，请求支援口罩5000只，编号R200203-7KQ4MX，联系ＡＢＣ公司。Rain 暴雨"
)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("防疫物资", "防疫 疫物 物资"),
        ("水", "水"),
        ("口罩5000只 ＡＢＣ Co.", "口罩 5000 只 abc co"),
        ("R200203-7KQ4MX", "r200203 7kq4mx"),
        ("", ""),
        ("“”'\"*()&|!:", ""),
    ],
)
def test_text_becomes_pairs_and_words(text, terms):
    assert bigrams(text) == terms


def test_words_leave_out_punctuation():
    assert "".join(words("防疫物资，紧缺！ABC")) == "防疫物资紧缺abc"


@pytest.fixture(scope="module")
def fts():
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE found USING fts5(terms)")
    database.execute("INSERT INTO found VALUES (?)", [bigrams(REPORT)])
    yield database
    database.close()


def is_found_sqlite(fts, query):
    expression = match_expression_sqlite(query)
    return bool(fts.execute("SELECT 1 FROM found WHERE found MATCH ?", [expression]).fetchall())


FOUND = [
    "防疫",
    "齐陵街道",
    "口罩 支援",
    "abc",
    "ＡＢＣ",
    "r200203-7kq4mx",
    "5000",
    "暴",
    "rain 暴雨",
]
NOT_FOUND = ["地震", "防疫 地震", "疫防", "", '"', "AND", "*", "口罩 NOT 支援"]


@pytest.mark.parametrize("query", FOUND)
def test_sqlite_finds_what_the_report_says(fts, query):
    assert is_found_sqlite(fts, query)


@pytest.mark.parametrize("query", NOT_FOUND)
def test_sqlite_finds_nothing_else(fts, query):
    assert not is_found_sqlite(fts, query)


@given(query=st.text() | st.text(alphabet="\"'*()&|!:<->^{}防疫aAND NEAR-+"))
def test_no_query_breaks_sqlite(fts, query):
    is_found_sqlite(fts, query)


@given(st.text(alphabet="防疫物资口罩紧缺abc12 ，", min_size=1))
def test_every_word_of_a_text_finds_it(text):
    indexed = set(bigrams(text).split())
    assert set(bigrams(text.split()[0] if text.split() else "").split()) <= indexed


def test_terms_of_a_tsquery_are_quoted_and_joined():
    assert tsquery("防疫物 abc 水 '|!") == "'防疫' & '疫物' & 'abc' & '水':*"
    assert tsquery("&|!()") == ""


@given(st.text())
def test_a_tsquery_holds_no_operator_of_the_query(query):
    for lexeme in filter(None, tsquery(query).split(" & ")):
        assert not set(lexeme.removesuffix(":*")[1:-1]) & set("'\\&|!():*<> ")


@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.django_db
@pytest.mark.parametrize("query", FOUND + NOT_FOUND)
def test_postgresql_agrees(query):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_tsvector('simple', %s) @@ to_tsquery('simple', %s)",
            [bigrams(REPORT), tsquery(query)],
        )
        (found,) = cursor.fetchone()
    assert found == (query in FOUND)
