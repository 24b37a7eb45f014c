"""Letters to GB/T 9704-2012: as PDF, set by Typst, and as a Word document of the same measures."""

from qixin.letters.typesetting.blocks import Block, blocks_of
from qixin.letters.typesetting.fonts import chosen_fonts
from qixin.letters.typesetting.setting import Sheet, typeset, written_day
from qixin.letters.typesetting.word import word_document

__all__ = ["Block", "Sheet", "blocks_of", "chosen_fonts", "typeset", "word_document", "written_day"]
