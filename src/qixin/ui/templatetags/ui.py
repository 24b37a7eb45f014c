"""The house's components. `ui/README.md` shows each in use, `/ui/gallery/` on the screen."""

from django import template

from qixin.ui.components import blocks, forms, frame, lists, pictures, pieces

register = template.Library()
for room in (blocks, forms, frame, lists, pictures, pieces):
    register.tags.update(room.register.tags)
