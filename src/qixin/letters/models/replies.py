"""An answer to a letter, given by its link without an account, and the files that came with it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core.encryption import EncryptedTextField
from qixin.core.models import KeptFile, kept_storage
from qixin.core.personal_data import mask_name, mask_phone
from qixin.letters.models.recipients import Recipient

LONGEST_ANSWER = 10_000
# as migrations name it
reply_storage = kept_storage


class Reply(models.Model):
    """`position` counts a recipient's answers from 0; every one is kept, the later ones marked."""

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="replies")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    at = models.DateTimeField(_("time"))
    text = models.TextField(_("answer"))
    # set where it came on paper and was registered here
    incoming = models.OneToOneField(
        "letters.Incoming", models.PROTECT, null=True, blank=True, related_name="reply"
    )
    answerer_name = EncryptedTextField(_("name"))
    answerer_phone = EncryptedTextField(_("telephone"))
    answerer_erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["recipient_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "position"], name="letter_reply_position")
        ]
        indexes = [
            # whose name and telephone are still kept
            models.Index(
                fields=["recipient"],
                condition=models.Q(answerer_erased_at__isnull=True),
                name="letter_answerer_kept",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.position + 1}"

    @property
    def is_later(self) -> bool:
        return self.position > 0

    @property
    def masked(self) -> dict[str, str]:
        """Whoever answered, as anybody who sees the letter may read it."""
        return {"name": mask_name(self.answerer_name), "phone": mask_phone(self.answerer_phone)}


class ReplyFile(KeptFile):
    """A file of an answer."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="files")

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")
