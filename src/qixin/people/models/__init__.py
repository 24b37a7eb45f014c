from qixin.people.models.access import ApiKey, Grant, Invitation
from qixin.people.models.notices import Notice
from qixin.people.models.persons import HomeRegistration, Membership, Person
from qixin.people.models.places import Area, Unit
from qixin.people.models.proofs import PhoneProof
from qixin.people.models.users import User

__all__ = [
    "ApiKey",
    "Area",
    "Grant",
    "HomeRegistration",
    "Invitation",
    "Membership",
    "Notice",
    "Person",
    "PhoneProof",
    "Unit",
    "User",
]
