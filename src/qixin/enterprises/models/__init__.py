from qixin.enterprises.models.register import Enterprise, Tag

__all__ = ["Enterprise", "Tag"]
