"""Areas and units of the demo district."""

from __future__ import annotations

from django.conf import settings

from qixin.core import journal
from qixin.core.actors import SYSTEM
from qixin.drill.cast import Cast
from qixin.drill.cast.units import UnitKind as CastKind
from qixin.drill.district import boundary, communities, district_centre, towns
from qixin.people.enums import AreaLevel, UnitKind
from qixin.people.models import Area, Unit

_KINDS = {
    CastKind.DEPARTMENT: UnitKind.DEPARTMENT,
    CastKind.OFFICE: UnitKind.DEPARTMENT,
    CastKind.TOWN: UnitKind.TOWN,
    CastKind.SCHOOL: UnitKind.INSTITUTION,
    CastKind.HOSPITAL: UnitKind.INSTITUTION,
    CastKind.COMPANY: UnitKind.ENTERPRISE,
}


def load_areas(cast: Cast) -> dict[str, Area]:
    """The district, its towns and its communities, by code."""
    guarded = {place.community_code: place for place in cast.guarded}
    lng, lat = district_centre()
    district = Area.objects.create(
        code=settings.QIXIN_DISTRICT,
        name=settings.QIXIN_DISTRICT_NAME["zh-hans"],
        name_en=settings.QIXIN_DISTRICT_NAME["en"],
        level=AreaLevel.DISTRICT,
        boundary={"type": "Polygon", "coordinates": [boundary().ring]},
        lng=lng,
        lat=lat,
    )
    town_rows = Area.objects.bulk_create(
        Area(code=t.code, name=t.name, level=AreaLevel.TOWN, parent=district, lng=t.lng, lat=t.lat)
        for t in towns()
    )
    by_code = {area.code: area for area in [district, *town_rows]}
    community_rows = Area.objects.bulk_create(
        Area(
            code=c.code,
            name=c.name,
            level=AreaLevel.COMMUNITY,
            parent=by_code[c.town_code],
            lng=c.lng,
            lat=c.lat,
            is_guarded=c.code in guarded,
            is_newly_handed_over=c.code in guarded and guarded[c.code].newly_handed_over,
        )
        for c in communities()
    )
    journal.write(
        verb="drill.laid_down", subject=district, by=SYSTEM, detail={"areas": len(community_rows)}
    )
    return by_code | {area.code: area for area in community_rows}


def load_units(cast: Cast, areas: dict[str, Area]) -> dict[int, Unit]:
    """The 122 units by the cast's index, and the enterprises counted on after them."""
    duties = {d.key: "\n".join([*d.duties, *d.keywords]) for d in cast.departments}
    rows = Unit.objects.bulk_create(
        Unit(
            name=u.name,
            kind=_KINDS[u.kind],
            credit_code=u.credit_code,
            area=areas.get(u.town_code or ""),
            duties=duties.get(u.department_key or "", ""),
        )
        for u in cast.units
    )
    enterprises = Unit.objects.bulk_create(
        Unit(
            name=e.name,
            short_name=e.short_name,
            kind=UnitKind.ENTERPRISE,
            credit_code=e.credit_code,
            area=areas[e.town_code],
        )
        for e in cast.enterprises
    )
    return dict(enumerate([*rows, *enterprises]))
