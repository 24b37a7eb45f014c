"""Offers and needs for tests."""

from decimal import Decimal

from qixin.enterprises.actions import exchange
from qixin.enterprises.actions.exchange import Goods
from tests.enterprises.register_factories import make_contact, make_enterprise


def make_goods(**given) -> Goods:
    usual = {"product": "医用外科口罩", "quantity": Decimal(1000), "measure": "只"}
    return Goods(**usual | given)


def make_offer(enterprise=None, **given):
    enterprise = enterprise or make_enterprise()
    return exchange.enter_offer(
        unit=enterprise.unit, goods=make_goods(**given), by=make_contact(enterprise)
    )


def make_need(enterprise=None, **given):
    enterprise = enterprise or make_enterprise()
    return exchange.enter_need(
        unit=enterprise.unit, goods=make_goods(**given), by=make_contact(enterprise)
    )
