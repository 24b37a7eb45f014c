"""Sending one-time codes by text message; `QIXIN_SMS_GATEWAY` names the gateway's class."""

from qixin.people.sms.gateways import Gateway, NotSent, gateway, is_configured

__all__ = ["Gateway", "NotSent", "gateway", "is_configured"]
