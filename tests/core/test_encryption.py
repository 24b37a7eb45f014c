import base64

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from qixin.core.encryption import (
    DecryptionFailed,
    EncryptedTextField,
    decrypt,
    encrypt,
    keyed_hash,
    rotate,
)

OLD = base64.urlsafe_b64encode(b"o" * 32).decode()
NEW = base64.urlsafe_b64encode(b"n" * 32).decode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_is_encrypted_comes_back(text):
    assert decrypt(encrypt(text)) == text


def test_the_same_text_is_never_enveloped_alike():
    assert encrypt("13800138000") != encrypt("13800138000")


def test_an_old_key_still_opens_until_its_values_are_rotated(settings):
    settings.QIXIN_FIELD_KEYS = [OLD]
    envelope = encrypt("13800138000")
    settings.QIXIN_FIELD_KEYS = [NEW, OLD]
    assert decrypt(envelope) == "13800138000"
    rotated = rotate(envelope)
    settings.QIXIN_FIELD_KEYS = [NEW]
    assert decrypt(rotated) == "13800138000"
    with pytest.raises(DecryptionFailed):
        decrypt(envelope)


def test_an_altered_envelope_is_refused():
    envelope = encrypt("13800138000")
    with pytest.raises(DecryptionFailed):
        decrypt(envelope[:-6] + "AAAAA=")


def test_keys_of_the_wrong_length_are_refused(settings):
    settings.QIXIN_FIELD_KEYS = ["short"]
    with pytest.raises(ImproperlyConfigured):
        encrypt("x")


def test_hashes_of_two_purposes_cannot_be_joined(settings):
    assert keyed_hash("13800138000", purpose="phone") == keyed_hash("13800138000", purpose="phone")
    assert keyed_hash("13800138000", purpose="phone") != keyed_hash("13800138000", purpose="id")
    before = keyed_hash("x", purpose="phone")
    settings.QIXIN_HASH_KEY = "another"
    assert keyed_hash("x", purpose="phone") != before


@pytest.fixture
def contact_model(transactional_db):
    with isolate_apps("qixin.core"):

        class Contact(models.Model):  # noqa: DJ008 - nobody looks at it
            phone = EncryptedTextField(null=True, blank=True, max_length=40)

            class Meta:
                app_label = "core"

        with connection.schema_editor() as editor:
            editor.create_model(Contact)
        yield Contact
        with connection.schema_editor() as editor:
            editor.delete_model(Contact)


def test_the_database_sees_no_plain_text(contact_model):
    contact = contact_model.objects.create(phone="13800138000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM core_contact")
        (stored,) = cursor.fetchone()
    assert "13800138000" not in stored
    assert contact_model.objects.get().phone == "13800138000"
    contact_model.objects.filter(pk=contact.pk).update(phone="13900139000")
    contact.refresh_from_db()
    assert contact.phone == "13900139000"
    contact.phone = "13700137000"
    contact_model.objects.bulk_update([contact], ["phone"])
    assert contact_model.objects.values_list("phone", flat=True).get() == "13700137000"


def test_only_whether_it_is_missing_can_be_looked_up(contact_model):
    contact_model.objects.create(phone=None)
    contact_model.objects.create(phone="")
    assert contact_model.objects.filter(phone__isnull=True).count() == 1
    for lookup in ("phone", "phone__contains", "phone__in", "phone__length"):
        with pytest.raises(FieldError, match="encrypted"):
            contact_model.objects.filter(**{lookup: "1"})


def test_the_field_can_be_written_into_a_migration_and_refuses_an_index():
    field = EncryptedTextField(null=True)
    _name, path, args, kwargs = field.deconstruct()
    assert (path, args, kwargs) == (
        "qixin.core.encryption.EncryptedTextField",
        [],
        {"null": True},
    )
    field = EncryptedTextField(unique=True)
    field.set_attributes_from_name("phone")
    assert "qixin.E001" in [message.id for message in field._check_no_index()]
