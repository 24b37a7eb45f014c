"""Letters as PDF to GB/T 9704-2012, set by Typst."""

from qixin.letters.typesetting.fonts import chosen_fonts
from qixin.letters.typesetting.setting import Sheet, typeset

__all__ = ["Sheet", "chosen_fonts", "typeset"]
