"""What a page of the clinic adds to the journal of a table, as a device of its own.

A site at the table has one journal. A page that wrote into its row alone would be written over by
the next tap at the table, and a needle counted out in an emergency would be in again.
"""

from uuid import uuid4

from django.utils import timezone

from filiform.care import Field
from filiform.clinic.accounts.models import User
from filiform.clinic.needling.models import DeviceRecord, JournalEntryRecord, NeedlingRecord
from filiform.clinic.needling.table_actions import bring_up_to_date
from filiform.clinic.needling.table_queries import page_key


def is_at_table(record: NeedlingRecord) -> bool:
    """Whether a site is recorded in a table's journal."""
    return JournalEntryRecord.objects.filter(needling=record.pk).exists()


def count_out_at_table(record: NeedlingRecord, needles: int, *, by: User) -> None:
    """Count needles out at a site of the table, beside what its tablets have counted.

    The caller holds the visit's row, as whoever stores entries does.
    """
    device = page_device(by)
    last = JournalEntryRecord.objects.filter(device=device).order_by("-seq").first()
    JournalEntryRecord.objects.create(
        id=uuid4(),
        session=record.session,
        device=device,
        seq=(last.seq if last else 0) + 1,
        made_at=timezone.now(),
        needling=record.pk,
        field=Field.NEEDLE_OUT.value,
        value=needles,
    )
    bring_up_to_date(record.session, by=by)


def page_device(user: User) -> DeviceRecord:
    """Return what stands for the clinic's pages among a person's devices, locked."""
    key = page_key(user.pk)
    DeviceRecord.objects.get_or_create(pk=key, defaults={"user": user})
    return DeviceRecord.objects.select_for_update().get(pk=key)
