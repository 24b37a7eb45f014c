"""One recipient of a letter, the link that is theirs alone, and reminders of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core import clock
from qixin.core.encryption import EncryptedTextField
from qixin.letters.models.addressees import Addressee
from qixin.letters.models.letters import Letter


class Mailed(models.Model):
    """What goes out by e-mail. `mail_next_at` is when it may be tried again; once it is
    `undeliverable_at` nobody tries any more until the address is another or the link is renewed."""

    delivered_at = models.DateTimeField(_("sent by e-mail"), null=True, blank=True)
    mail_attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    mail_next_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    undeliverable_at = models.DateTimeField(_("given up"), null=True, blank=True)

    class Meta:
        abstract = True


class Recipient(Mailed):
    """The link's token is found by its hash, and kept encrypted beside it to be printed again.

    `answered_at` is when the first answer came.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="recipients")
    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="received")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    token = EncryptedTextField(blank=True, editable=False)
    expires_at = models.DateTimeField(_("link expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("link revoked"), null=True, blank=True)
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "addressee"], name="letter_recipient_once")
        ]
        indexes = [
            # who has not answered yet
            models.Index(
                fields=["letter"],
                condition=models.Q(answered_at__isnull=True),
                name="letter_unanswered",
            ),
            # what the next round of the mail looks through
            models.Index(
                fields=["mail_next_at"],
                condition=models.Q(
                    delivered_at__isnull=True,
                    undeliverable_at__isnull=True,
                    token_hash__isnull=False,
                ),
                name="letter_copy_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return str(self.addressee)

    @property
    def id_text(self) -> str:
        """For ids in pages."""
        return str(self.pk)

    @property
    def days_to_answer(self) -> int | None:
        """Whole days from sending to the first answer; None without one. Reads the letter."""
        sent_at = self.letter.sent_at
        return (self.answered_at - sent_at).days if self.answered_at and sent_at else None

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= clock.now()

    @property
    def is_open(self) -> bool:
        """Whether the link still takes an answer, as far as the recipient goes."""
        return bool(self.token_hash) and self.revoked_at is None and not self.is_expired


class Reminder(Mailed):
    """Each step once: the first after some days without an answer, the second after more."""

    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="reminders")
    step = models.PositiveSmallIntegerField(_("step"))
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["step"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "step"], name="letter_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.step}"
