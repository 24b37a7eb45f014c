"""A story as other media want it: ninjs 3.1, Word with pictures, an e-mail.

Everything is made of a version that three people approved: what must not be read in public is not
in it, and what readers do not have yet says until when it must not be published.
"""

from qixin.newsroom.publication.packages.letter import archive_of, letter_with
from qixin.newsroom.publication.packages.ninjs import news_object
from qixin.newsroom.publication.packages.word import word_document

__all__ = ["archive_of", "letter_with", "news_object", "word_document"]
