"""What the table sends is stored entry by entry, in one transaction a batch.

An entry is stored or refused, never changed. A refused one comes back with the reason, and the
device keeps it. Storing is idempotent: what is already there is acknowledged again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from filiform.care import (
    CONSENT,
    Entry,
    Field,
    MalformedEntryError,
    TableSite,
    needle_count,
    parse_entry,
)
from filiform.clinic.accounts.models import User
from filiform.clinic.audit import actions as audit
from filiform.clinic.needling import actions, journal_mapping, mapping, site_check
from filiform.clinic.needling.models import (
    DeviceRecord,
    JournalEntryRecord,
    NeedlingDetailRecord,
    NeedlingRecord,
    SessionRecord,
)
from filiform.errors import FiliformError
from filiform.workflow.site_review import concerns_to_explain

CLOCK_TOLERANCE = timedelta(days=1)


class Refusal(StrEnum):
    """Why an entry was not taken."""

    WAIT = "wait"
    """Something it builds on has not come yet; the device sends it again."""
    MALFORMED = "malformed"
    DEVICE = "device"
    CLOCK = "clock"
    SIGNED = "signed"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Refused:
    """One entry that stays on its device, and why."""

    entry: object
    """Its id as it came."""
    kind: Refusal
    reason: str


@dataclass(slots=True)
class Stored:
    """What became of a batch."""

    acknowledged: list[UUID] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    signing: list[str] | None = None
    """Reasons against the signature that the batch asked for; empty if it was given."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one device sends at once."""

    device: UUID
    sent_at: datetime
    """By the clock of the device."""
    clock_confirmed: bool
    """The clinician has seen that the clock is off and keeps the times as they are."""
    entries: Sequence[object]


def register_device(device_id: UUID, *, by: User) -> DeviceRecord | None:
    """Make a tablet known to the clinic; None if the id is another person's."""
    device, made = DeviceRecord.objects.get_or_create(pk=device_id, defaults={"user": by})
    if made:
        audit.record("device registered", device, by=by)
    return device if device.user_id == by.pk else None


def set_device_revoked(device: DeviceRecord, *, revoked: bool, by: User) -> None:
    """Shut a tablet out, as when it is lost, or let it in again."""
    device.revoked_at = timezone.now() if revoked else None
    device.save(update_fields=["revoked_at"])
    audit.record("device revoked" if revoked else "device let in again", device, by=by)


@transaction.atomic
def store_entries(session: SessionRecord, batch: Batch, *, by: User) -> Stored:
    """Store the entries of a batch, bring the visit's rows up to date, sign if that was asked.

    All or nothing reaches the disk; what is acknowledged is on it.
    """
    locked = SessionRecord.objects.select_for_update().get(pk=session.pk)
    stored = Stored()
    fresh: list[Entry] = []
    parsed = _parsed(batch, stored)
    device_lack = _device_lack(batch.device, by)
    intake = _Intake(locked, batch, device_lack)
    for entry in parsed:
        refusal = intake.refusal(entry)
        if refusal is not None:
            stored.refused.append(Refused(entry.id, *refusal))
            continue
        stored.acknowledged.append(entry.id)
        if intake.is_new(entry):
            intake.take(entry)
            fresh.append(entry)
    if fresh:
        bring_up_to_date(locked, by=by)
        audit.record("table entries stored", locked, by=by)
    requests = [entry for entry in fresh if entry.field is Field.SIGN]
    if requests:
        stored.signing = _sign(locked, requests[-1], by=by)
    return stored


def _parsed(batch: Batch, stored: Stored) -> list[Entry]:
    """Read the entries that can be read, those that others build on first."""
    parsed = []
    for document in batch.entries:
        try:
            parsed.append(parse_entry(document))
        except MalformedEntryError as error:
            came = document.get("id") if isinstance(document, dict) else None
            stored.refused.append(Refused(came, Refusal.MALFORMED, str(error)))
    return sorted(parsed, key=lambda entry: entry.seq)


def _device_lack(device_id: UUID, by: User) -> str:
    device = DeviceRecord.objects.filter(pk=device_id).first()
    if device is None or device.user_id != by.pk:
        return (
            "This device is not known for the person who is signed in. "
            "Sign in as the one who recorded it."
        )
    if device.revoked_at is not None:
        return "This device was shut out. The clinic lead can let it in again."
    return ""


class _Intake:
    """What one batch is held against; grows with each entry that is taken."""

    def __init__(self, session: SessionRecord, batch: Batch, device_lack: str) -> None:
        self._session = session
        self._batch = batch
        self._device_lack = device_lack
        self._now = timezone.now()
        self._known = {row.id: journal_mapping.entry_of(row) for row in session.journal.all()}

    def is_new(self, entry: Entry) -> bool:
        return entry.id not in self._known

    def refusal(self, entry: Entry) -> tuple[Refusal, str] | None:
        """Say why an entry is not taken; None if it is, or if it is there already."""
        if self._device_lack or entry.device != self._batch.device:
            return Refusal.DEVICE, self._device_lack or "It was made on another device."
        known = self._known.get(entry.id)
        if known is not None:
            return None if known == entry else (Refusal.MALFORMED, "Its id has other content here.")
        if self._session.is_signed:
            return Refusal.SIGNED, (
                "The visit is signed and is not changed. Add what is missing as an amendment."
            )
        return self._misplaced(entry) or self._clock(entry) or self._too_early(entry)

    def take(self, entry: Entry) -> None:
        JournalEntryRecord.objects.create(
            session=self._session,
            received_at=self._now,
            clock_doubtful=bool(self._clock_fault(entry)),
            **journal_mapping.columns_of_entry(entry),
        )
        self._known[entry.id] = entry

    def _misplaced(self, entry: Entry) -> tuple[Refusal, str] | None:
        rows = JournalEntryRecord.objects
        if rows.filter(id=entry.id).exists():
            return Refusal.ELSEWHERE, "Its id belongs to another visit."
        if rows.filter(device=entry.device, seq=entry.seq).exists():
            return Refusal.MALFORMED, f"Entry {entry.seq} of this device is already another."
        if entry.needling is not None and self._is_elsewhere(entry.needling):
            return Refusal.ELSEWHERE, "This site was recorded on the visit's page; change it there."
        return None

    def _is_elsewhere(self, needling: UUID) -> bool:
        if any(known.needling == needling for known in self._known.values()):
            return False
        return (
            NeedlingRecord.objects.filter(pk=needling).exists()
            or JournalEntryRecord.objects.filter(needling=needling).exists()
        )

    def _clock(self, entry: Entry) -> tuple[Refusal, str] | None:
        fault = self._clock_fault(entry)
        if not fault or self._batch.clock_confirmed:
            return None
        return Refusal.CLOCK, f"{fault} Set the clock right, or confirm the times as they are."

    def _clock_fault(self, entry: Entry) -> str:
        ahead = self._batch.sent_at - self._now
        if abs(ahead) > CLOCK_TOLERANCE:
            hours = abs(ahead) / timedelta(hours=1)
            way = "ahead of" if ahead > timedelta(0) else "behind"
            return f"The clock of this device is {hours:.0f} hours {way} the clinic's."
        if entry.made_at > self._now + CLOCK_TOLERANCE:
            return "It says that it was made more than a day from now."
        if entry.made_at < self._session.started_at - CLOCK_TOLERANCE:
            return "It says that it was made more than a day before the visit began."
        return ""

    def _too_early(self, entry: Entry) -> tuple[Refusal, str] | None:
        """An entry whose base came later could close a ring, and its value would be lost."""
        named = set(entry.base)
        if entry.field is Field.UNDO:
            named |= {UUID(key) for key in entry.value["entries"]}
        if not named <= self._known.keys():
            return Refusal.WAIT, "What it changes has not arrived yet."
        if entry.needling is not None and entry.field is not Field.SITE:
            begun = any(
                known.needling == entry.needling and known.field is Field.SITE
                for known in self._known.values()
            )
            if not begun:
                return Refusal.WAIT, "Its site has not arrived yet."
        if any(self._differs(entry, key) for key in entry.base):
            return Refusal.MALFORMED, "It replaces the value of another site or field."
        return None

    def _differs(self, entry: Entry, key: UUID) -> bool:
        replaced = self._known[key]
        return (replaced.needling, replaced.field) != (entry.needling, entry.field)


def bring_up_to_date(session: SessionRecord, *, by: User) -> None:
    """Show the merged journal as the rows that signing, exports and pages read."""
    record = journal_mapping.table_record_of(session)
    shown = {site.id: site for site in record.sites if journal_mapping.becomes_a_needling(site)}
    kept_at_table = {row.needling for row in session.journal.all() if row.needling is not None}
    gone = session.needlings.filter(pk__in=kept_at_table - shown.keys(), retained=None)
    for row in gone:  # a site with a retained needle stays, whatever is undone
        audit.record("site removed", row, by=by)
        row.delete()
    for site in shown.values():
        _show(session, site, by=by)
    _keep_reasons(session, shown)


def _show(session: SessionRecord, site: TableSite, *, by: User) -> None:
    columns = mapping.columns_of(journal_mapping.needling_at_table(site))
    details = journal_mapping.details_of(site)
    row = NeedlingRecord.objects.filter(pk=site.id).first()
    if row is None:
        begun_at = min(site.ins[0].made_at, timezone.now())
        row = NeedlingRecord.objects.create(
            id=site.id, session=session, recorded_at=begun_at, **columns
        )
        session.acknowledgements.filter(concern=CONSENT).delete()
        audit.record("site recorded", row, by=by)
    elif any(getattr(row, name) != value for name, value in columns.items()):
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()
        audit.record("site changed", row, by=by)
    NeedlingDetailRecord.objects.update_or_create(needling=row, defaults=details)


def _keep_reasons(session: SessionRecord, sites: Mapping[UUID, TableSite]) -> None:
    """Show the reasons of the table beside those of the page; neither writes over the other."""
    checked = site_check.checked_visit(session)
    for row in session.needlings.filter(pk__in=sites):
        against = concerns_to_explain(checked.verdicts[row.pk], checked.context)
        standing = {concern.code: concern for concern in against}
        given = {
            answer.concern: answer
            for answer in journal_mapping.reasons_at_table(sites[row.pk])
            if answer.concern in standing
        }
        row.reasons.filter(at_table=True).exclude(concern__in=given).delete()
        kept = {reason.concern: reason for reason in row.reasons.all()}
        for code, answer in given.items():
            before = kept.get(code)
            told = (answer.reason, answer.confirmed)
            if before and (not before.at_table or (before.reason, before.confirmed) == told):
                continue
            actions.keep_reason(
                row,
                standing[code],
                reason=answer.reason,
                confirmed=answer.confirmed,
                by=_writer(sites[row.pk]),
                at_table=True,
            )


def _writer(site: TableSite) -> User:
    """Return whose tablet the reasons of a site were written on."""
    entry = JournalEntryRecord.objects.filter(id__in=site.heads[Field.REASONS])[0]
    return entry.device.user


def _sign(session: SessionRecord, request: Entry, *, by: User) -> list[str]:
    """Carry out a signature asked for at the table; its refusal takes no entry with it."""
    needlings = mapping.session_of(session).needlings
    count = needle_count(needlings)
    here: dict[str, Any] = {
        "needles_in": count.needles_in,
        "needles_out": count.needles_out,
        "sites": len(needlings),
    }
    if here != request.value:
        return [
            f"The tablet counted {_counted(request.value)}; the record has {_counted(here)}. "
            "Look at the visit as it is now and sign again."
        ]
    try:
        with transaction.atomic():
            actions.sign(session, by=by)
    except actions.SigningRefusedError as error:
        return [obstacle.message for obstacle in error.obstacles]
    except FiliformError as error:
        return [str(error)]
    return []


def _counted(counts: dict[str, Any]) -> str:
    return (
        f"{counts['needles_in']} needles in and {counts['needles_out']} out "
        f"at {counts['sites']} sites"
    )
