"""Words of Wagtail that no catalogue reaches: named after variables, or translated only once.

The second kind is translated when a module is imported, so that the first reader's language stays
for everybody.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.forms import TaskStateCommentForm

_LINK_FORMS = (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)
_LABELS = {
    "link_text": _("Text of the link"),
    "email_address": _("E-mail address"),
    "subject": _("Subject of the message"),
    "body": _("Text of the message"),
    "phone_number": _("Telephone number"),
}


def name_in_the_readers_language() -> None:
    """Has to run before Wagtail's own hooks make views of these classes."""
    for form in _LINK_FORMS:
        for field in _LABELS.keys() & form.base_fields.keys():
            form.base_fields[field].label = _LABELS[field]
    TaskStateCommentForm.base_fields["comment"].label = _("Comment")
    ChooserViewSet.choose_one_text = _("Choose")
    ChooserViewSet.choose_another_text = _("Choose another")
    ChooserViewSet.edit_item_text = _("Edit")
    ChooserViewSet.search_tab_label = _("Search")
    ChooserViewSet.create_action_label = _("Create")
