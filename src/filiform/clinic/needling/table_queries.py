"""Reading devices and journals; always within one clinic."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from filiform.clinic.accounts.models import Role, User
from filiform.clinic.needling.models import DeviceRecord, JournalEntryRecord, SessionRecord

PAGES = UUID("5f0f4c52-7f3b-4d0e-9c38-0d5f3f5b8a11")


def page_key(user_id: object) -> UUID:
    """Return the id under which the clinic's own pages write into a journal for a person."""
    return uuid5(PAGES, str(user_id))


def devices_seen_by(user: User) -> QuerySet[DeviceRecord]:
    """Return the user's own tablets; for a clinic lead, all of the clinic."""
    devices = DeviceRecord.objects.select_related("user").filter(user__clinic=user.clinic_id)
    devices = devices.exclude(pk__in=[page_key(each) for each in {d.user_id for d in devices}])
    return devices if user.role == Role.CLINIC_LEAD else devices.filter(user=user)


def device_seen_by(user: User, device_id: UUID) -> DeviceRecord:
    """Return one of those devices, or answer 404."""
    return get_object_or_404(devices_seen_by(user), pk=device_id)


def entries_after(session: SessionRecord, number: int) -> Sequence[JournalEntryRecord]:
    """Return the entries of a visit that arrived after a number, in order of arrival."""
    return list(session.journal.filter(number__gt=number))
