"""Imports: a sheet's good rows go in batch by batch, its bad rows come back with their reasons.

A room registers a kind in its AppConfig.ready:

    imports.register(ImportKind(name="units", title=_("Units"), permission="people.import",
                                columns=COLUMNS, begin=UnitImporter))

and everybody runs it the same way: `run_import(kind="units", path=…, by=…)`.
"""

from qixin.core.imports.kinds import (
    Counts,
    Importer,
    ImportKind,
    RemarkingImporter,
    SurveyingImporter,
    kind_named,
    kinds,
    register,
)
from qixin.core.imports.refusing import refuse
from qixin.core.imports.running import (
    ImportResult,
    erase_files_before,
    open_run,
    perform,
    run_import,
)
from qixin.core.imports.templates import write_template

__all__ = [
    "Counts",
    "ImportKind",
    "ImportResult",
    "Importer",
    "RemarkingImporter",
    "SurveyingImporter",
    "erase_files_before",
    "kind_named",
    "kinds",
    "open_run",
    "perform",
    "refuse",
    "register",
    "run_import",
    "write_template",
]
