"""Live updates: the journal's new lines as Server-Sent Events, from a process of its own.

`qixin serve` runs `situation.events.app:application` beside the pages. It knows of each line its
number, verb and kind of thing, and no more: whoever hears of it asks the pages for the figures.
"""
