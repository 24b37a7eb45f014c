"""Foreign keys, string references included, may only point down the floors."""

import configparser
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def _floors() -> dict[str, int]:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    rows = contracts["importlinter:contract:floors"]["layers"].split("\n")
    names = [row.split("|") for row in rows if row.strip()]
    return {name.strip(): -height for height, row in enumerate(names) for name in row}


FLOORS = _floors()
OWN_MODELS = [m for m in apps.get_models() if m.__module__.startswith("qixin.")]


def test_every_room_with_models_has_a_floor():
    assert {model._meta.app_label for model in OWN_MODELS} <= FLOORS.keys()


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda m: m._meta.label)
def test_foreign_keys_point_down(model):
    here = model._meta.app_label
    for field in model._meta.get_fields():
        if not field.is_relation or field.auto_created or field.related_model is None:
            continue
        there = field.related_model._meta.app_label
        if there == here or there not in FLOORS:
            continue
        assert FLOORS[there] < FLOORS[here], f"{model._meta.label}.{field.name} → {there}"
