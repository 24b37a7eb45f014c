"""A mail server that refuses some addresses, as Django's backends see it."""

from smtplib import SMTPRecipientsRefused

from django.core.mail.backends.locmem import EmailBackend as Kept


class RefusingBackend(Kept):
    """Whatever begins with "dead" is refused for good (550), with "full" for now (452)."""

    CODES = {"dead": 550, "full": 452}

    def send_messages(self, messages):
        for message in messages:
            for start, code in self.CODES.items():
                if message.to[0].startswith(start):
                    raise SMTPRecipientsRefused({message.to[0]: (code, b"refused")})
        return super().send_messages(messages)
