"""The OpenSearch that QIXIN_SEARCH names: asked briefly, filled in bulk, let alone while away.

Documented at docs.opensearch.org; used are creating an index, aliases, bulk, search, count and
refresh.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.conf import settings

from qixin.newsroom.search.layout import Kind

logger = logging.getLogger(__name__)

# Seconds that a reader waits for it, that a writer does, and for which it is let alone when it
# does not answer: the database is there.
READERS_PATIENCE = 1.5
WRITERS_PATIENCE = 5.0
BULK_PATIENCE = 60.0
LET_ALONE = 10.0

Document = Mapping[str, Any]


class Away(Exception):
    """OpenSearch did not do what it was asked to; the sentence says why.

    `is_empty`: it is there, but holds no index yet, or one that is not filled yet. `is_answering`:
    it does not take in one document, which is no reason for readers to do without it.
    """

    def __init__(self, why: str, *, is_empty: bool = False, is_answering: bool = False) -> None:
        super().__init__(why)
        self.is_empty, self.is_answering = is_empty, is_answering


def is_set() -> bool:
    """Whether there is an OpenSearch at all."""
    return bool(settings.QIXIN_SEARCH)


class Server:
    """One OpenSearch; each process has its own connections and its own opinion of it."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._let_alone_until = 0.0
        self._is_away = False
        self._refusal = ""

    @property
    def is_let_alone(self) -> bool:
        """It did not answer a moment ago; who needs it tries later."""
        return time.monotonic() < self._let_alone_until

    def let_alone(self, why: Away) -> None:
        """Nobody of this process asks it for some seconds. Told once until it answers again; that
        it is empty is not told: the worker sees to it."""
        if why.is_answering:
            if str(why) != self._refusal:
                logger.warning("OpenSearch: %s. It is tried again and again", why)
            self._refusal = str(why)
            return
        self._let_alone_until = time.monotonic() + LET_ALONE
        if not why.is_empty:
            if not self._is_away:
                logger.warning("OpenSearch: %s. The database answers readers until it is back", why)
            self._is_away = True

    def ids(self, kind: Kind, question: Mapping[str, Any]) -> list[int] | None:
        """What it finds, in its order; None where the database must answer. Never raises."""
        if self.is_let_alone:
            return None
        try:
            return self.ask(kind.name, question)
        except Away as why:
            self.let_alone(why)
            return None

    def ask(self, name: str, question: Mapping[str, Any]) -> list[int]:
        """The ids that `question` finds in the index or alias `name`. Raises Away."""
        with _told():
            found = self._client.search(
                index=name, body=dict(question), request_timeout=READERS_PATIENCE
            )
            if found["timed_out"] or found["_shards"]["failed"]:
                raise Away("only a part of it answered")
            ids = [int(hit["_id"]) for hit in found["hits"]["hits"]]
        self._answered()
        return ids

    def count(self, kind: Kind) -> int:
        """How many it holds of a kind. Raises Away."""
        with _told():
            return int(
                self._client.count(index=kind.name, request_timeout=WRITERS_PATIENCE)["count"]
            )

    def make(self, kind: Kind) -> None:
        """Make the index where there is none. Raises Away."""
        from opensearchpy.exceptions import RequestError

        with _told():
            try:
                self._client.indices.create(
                    index=kind.index, body=kind.body(), request_timeout=BULK_PATIENCE
                )
            except RequestError as error:
                if error.error != "resource_already_exists_exception":
                    raise

    def open_to_readers(self, kind: Kind) -> None:
        """Everything is in: from now on it is asked. Raises Away."""
        add = {"add": {"index": kind.index, "alias": kind.name}}
        with _told():
            self._client.indices.refresh(index=kind.index, request_timeout=BULK_PATIENCE)
            self._client.indices.update_aliases(
                body={"actions": [add]}, request_timeout=WRITERS_PATIENCE
            )

    def put(self, kind: Kind, documents: Mapping[int, Document | None], *, at_once: bool) -> None:
        """Take these documents in, by id; None takes one out. `at_once`: found, or no longer found,
        when this returns. Raises Away; what is done then may be done again."""
        lines = [line for id_, document in documents.items() for line in _action(id_, document)]
        if not lines:
            return
        with _told():
            answer = self._client.bulk(
                index=kind.inlet,
                body=lines,
                params={
                    "refresh": "true" if at_once else "false",
                    # an index that is not there must not be made up from what comes first
                    "require_alias": "true",
                    "request_timeout": WRITERS_PATIENCE if at_once else BULK_PATIENCE,
                },
            )
            _check(answer["items"])
        self._answered()

    def _answered(self) -> None:
        if self._is_away:
            logger.warning("OpenSearch answers again")
        self._is_away = False

    def close(self) -> None:
        self._client.close()


def _action(id_: int, document: Document | None) -> Iterator[Mapping[str, Any]]:
    if document is None:
        yield {"delete": {"_id": str(id_)}}
    else:
        yield {"index": {"_id": str(id_)}}
        yield document


def _check(items: Sequence[Mapping[str, Any]]) -> None:
    """Raises Away for the first that was not done. To take out what is not in is done."""
    for item in items:
        for done in item.values():
            if "error" in done:
                kind = done["error"].get("type", "")
                if kind == "index_not_found_exception":
                    raise Away("it has no index yet", is_empty=True)
                raise Away(f"it refused {done['_id']} ({kind})", is_answering=True)


@contextmanager
def _told() -> Iterator[None]:
    """What its client raises, as one sentence without an address: that may hold a password."""
    from opensearchpy.exceptions import (
        ConnectionError,
        ConnectionTimeout,
        NotFoundError,
        OpenSearchException,
        TransportError,
    )

    try:
        yield
    except ConnectionTimeout as error:
        raise Away("it did not answer in time") from error
    except ConnectionError as error:
        raise Away("it does not answer") from error
    except NotFoundError as error:
        raise Away("it has no index yet", is_empty=True) from error
    except TransportError as error:
        raise Away(f"it refused with {error.status_code} ({error.error})") from error
    except (OpenSearchException, KeyError, TypeError, ValueError) as error:
        raise Away(f"its answer is not understood ({type(error).__name__})") from error


def server() -> Server:
    """The one that is set; only where `is_set()`."""
    return _server(settings.QIXIN_SEARCH, settings.QIXIN_SEARCH_CA)


@lru_cache(maxsize=4)
def _server(addresses: str, certificates: str) -> Server:
    from opensearchpy import OpenSearch

    # what fails is told here, once
    logging.getLogger("opensearch").setLevel(logging.CRITICAL)
    trusted = {"ca_certs": certificates} if certificates else {}
    return Server(OpenSearch(addresses.replace(",", " ").split(), max_retries=0, **trusted))
