"""What each kind of failure says by default, and what to do about it."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    400: _(
        "The server could not read this request. Go back, check what you entered and send it again."
    ),
    403: _("You may not do this. If it belongs to your work, ask your administrator for a grant."),
    404: _(
        "There is nothing at this address, or nothing that you may see. "
        "Check the link or start from the home page."
    ),
    409: _(
        "Somebody else changed this in the meantime. Your text is kept: "
        "copy it, reload, and enter it again."
    ),
    413: _("What you sent is too large. Send fewer or smaller files."),
    429: _("Too many attempts in a short time. Wait a few minutes and try again."),
    500: _(
        "Something went wrong on our side; it has been recorded. It was nothing you did. "
        "Try again in a few minutes."
    ),
}
CSRF = _(
    "This page was open for too long, or your session has ended elsewhere. "
    "Copy your text, reload the page, sign in if asked, and send again."
)

# for scripts, see `ui.templatetags.ui.ui_strings`
FOR_SCRIPTS = {
    "offline": _("No connection. Nothing was sent; try again when the network is back."),
    "timeout": _("The server did not answer in time. Try again."),
    "failed": _("That did not work. Reload the page and try again."),
    "close": _("Close"),
    "copied": _("Copied"),
    "not_copied": _("The browser does not allow copying. Select the text and copy it by hand."),
    "n_of_m": _("{n} of {m}"),
    "zoom_in": _("Zoom in"),
    "zoom_out": _("Zoom out"),
}
