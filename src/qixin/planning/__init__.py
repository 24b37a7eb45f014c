"""Pure optimisers under rosters, pairing and links, routes, and the portfolio of key projects.

Nothing here knows Django, a database or a web page: `draft.py` of the room above turns its rows
into a `Problem` and a `Result` into a draft that a person confirms. Every engine is called alike:

    solve(problem, *, stop, seed=0, params=None, on_progress=None, start=None) -> Result

`stop` is made of the criteria in `qixin.planning.stop`; a `Result` carries the answer, its cost by
term, a valid lower bound, and `explain()`.
"""
