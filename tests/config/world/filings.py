"""Rows of the register, filings and exchange for the tests that visit every address."""

import io
from typing import Any

from qixin.core import clock
from qixin.enterprises.actions import (
    exchange,
    filing_files,
    filing_workers,
    filings,
    output,
    rules,
    tags,
)
from qixin.enterprises.actions import register as registering
from qixin.enterprises.actions.exchange import Goods
from qixin.enterprises.models import FilingFile, FilingRule, Product
from qixin.people.enums import Role
from tests.enterprises.filings_factories import full, make_draft

NUMBER = "/w/filings/<str:number>/"


def plant(
    users: dict[Role, Any], *, unit: Any, enterprise: Any, worker: tuple[str, str], text: str
) -> dict[str, Any]:
    """One enterprise that the contact speaks for and the officer's unit manages, with one thing
    of each kind; two others of the same unit, whose filings stand elsewhere."""
    admin, contact = users[Role.ADMINISTRATOR], users[Role.ENTERPRISE_CONTACT]
    commander = users[Role.COMMANDER]
    rules.lay_down_usual_rules(by=admin)
    output.lay_down_usual_products(by=admin)
    facts = {"industry": "C", "managing_unit": unit, "area": enterprise.area}
    one = registering.register(facts=registering.Facts(name=enterprise.name, **facts), by=admin)
    other = registering.register(facts=registering.Facts(name="演练二号厂", **facts), by=admin)
    third = registering.register(facts=registering.Facts(name="演练三号厂", **facts), by=admin)
    draft = filings.begin(enterprise=one, by=contact)
    given = filing_files.FileGiven("commitment", io.BytesIO(f"%PDF-{text}".encode()), "a.pdf", 40)
    filing_files.add_file(filing=draft, given=given, by=contact)
    filing_workers.list_worker(filing=draft, worker=filing_workers.Worker(*worker), by=contact)
    draft = filings.save_draft(filing=draft, given=full(), version=draft.version, by=contact)
    standing = {}
    for name, held in (("submitted", other), ("approved", third)):
        standing[name] = _filing(held, users, approved=name == "approved", by=commander)
    suspended = _filing(
        registering.register(facts=registering.Facts(name="演练四号厂", **facts), by=admin),
        users, approved=True, by=commander,
    )  # fmt: skip
    filings.suspend(filing=suspended, reason="发现重大隐患", by=commander)
    goods = Goods("医用外科口罩", 1000, "只")
    offer = exchange.enter_offer(unit=one.unit, goods=goods, by=contact)
    need = exchange.enter_need(unit=other.unit, goods=goods, by=commander)
    spare = exchange.enter_need(unit=third.unit, goods=goods, by=commander)
    match = exchange.propose(offer=offer, need=need, quantity=100, by=commander)
    exchange.agree(match=match, by=contact)
    closed = exchange.close(
        supply=exchange.enter_offer(unit=one.unit, goods=goods, by=contact), by=contact
    )
    closed_need = exchange.close(
        supply=exchange.enter_need(unit=one.unit, goods=goods, by=contact), by=contact
    )
    return {
        "enterprise": one, "double": other, "draft": draft, "suspended": suspended, **standing,
        "offer": offer, "need": need, "own_need": exchange.enter_need(
            unit=one.unit, goods=goods, by=contact
        ),
        "spare": spare, "match": match, "closed_offer": closed, "closed_need": closed_need,
        "tag": tags.set_tag(name="重点保供", name_en="", by=admin),
        "grant": contact.person.grants.get(),
    }  # fmt: skip


def _filing(enterprise: Any, users: dict[Role, Any], *, approved: bool, by: Any) -> Any:
    draft = make_draft(enterprise=enterprise)
    filings.submit(filing=draft, by=draft.begun_by)
    if approved:
        filings.approve(filing=draft, by=by)
    return draft


def addresses(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands in the addresses, by their beginnings; the longer ones first."""
    held = things["filings"]
    states = {
        "edit": "draft", "save": "draft", "files": "draft", "workers": "draft",
        "person": "draft", "approve": "submitted", "return": "submitted",
        "suspend": "approved", "lift": "suspended", "withdraw": "draft",
    }  # fmt: skip
    worker = held["draft"].workers.get().pk
    return {
        **{
            f"{NUMBER}{verb}/": {"number": held[state].number, "pk": worker}
            for verb, state in states.items()
        },
        "/w/filings/rules/": {"pk": FilingRule.objects.first().pk},
        "/w/filings/files/": {"pk": FilingFile.objects.filter(filing=held["draft"]).get().pk},
        "/w/filings/workers/rejected/": {"pk": things["worker_import"].pk},
        NUMBER: {"number": held["submitted"].number},
        "/w/enterprises/tags/": {"pk": held["tag"].pk},
        "/w/enterprises/<int:pk>/contacts/": {
            "pk": held["enterprise"].pk, "grant_pk": held["grant"].pk,
        },
        "/w/enterprises/": {"pk": held["enterprise"].pk, "other_pk": held["double"].pk},
        "/w/exchange/offers/<int:pk>/reopen/": {"pk": held["closed_offer"].pk},
        "/w/exchange/needs/<int:pk>/reopen/": {"pk": held["closed_need"].pk},
        "/w/exchange/offers/": {"pk": held["offer"].pk},
        "/w/exchange/needs/": {"pk": held["own_need"].pk},
        "/w/exchange/matches/": {"pk": held["match"].pk, "grant_pk": held["grant"].pk},
        "/w/output/products/": {"pk": Product.objects.first().pk},
    }  # fmt: skip


def bodies(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Forms that the actions can take, by the ends of their routes."""
    held, reason = things["filings"], {"reason": "回访核实情况"}
    unit = things["unit"].name
    goods = {"product": "口罩", "quantity": 5, "measure": "只"}
    filing = {k: str(v) for k, v in full().items()} | {"version": held["draft"].version}
    return {
        "enterprises/register/": {"name": "演练五号厂", "industry": "C", "managing_unit": unit},
        "enterprises/<int:pk>/edit/": {
            "name": held["enterprise"].unit.name, "industry": "C", "managing_unit": unit,
            "version": 1,
        },
        "enterprises/<int:pk>/contacts/<int:grant_pk>/": reason,
        "enterprises/<int:pk>/merge/": {"double": held["double"].pk},
        "enterprises/tags/": {"name": "新标签"},
        "enterprises/tags/<int:pk>/": {"name": "改名"},
        "enterprises/<int:pk>/output/": {"day": clock.today().isoformat()},
        f"{NUMBER}edit/": filing,
        f"{NUMBER}save/": filing,
        f"{NUMBER}return/": {"remark-masks": "请核对"},
        f"{NUMBER}suspend/": reason,
        f"{NUMBER}lift/": reason,
        f"{NUMBER}person/": reason,
        f"{NUMBER}workers/<int:pk>/": reason,
        f"{NUMBER}workers/": {"name": "演练庚", "id_number": "370305190001023450"},
        "exchange/offers/new/": {"unit": held["enterprise"].unit_id, **goods},
        "exchange/needs/new/": {"unit": held["enterprise"].unit_id, **goods},
        "exchange/offers/<int:pk>/edit/": {**goods, "version": 1},
        "exchange/needs/<int:pk>/edit/": {**goods, "version": 1},
        "exchange/propose/": {"offer": held["offer"].pk, "need": held["spare"].pk},
        "matches/<int:pk>/decline/": reason,
        "output/products/": {"name": "护目镜", "measure": "副"},
        "output/products/<int:pk>/": {"name": "口罩", "measure": "只"},
    }  # fmt: skip
