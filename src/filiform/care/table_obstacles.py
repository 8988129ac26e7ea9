"""What only the table's journal can hold against a signature."""

from collections.abc import Iterator

from filiform.care.journal import Field, TableRecord, TableSite


def table_obstacles(record: TableRecord) -> tuple[str, ...]:
    """Say what has to be settled at the table before the visit can be signed.

    The count of each complete site is judged by :func:`signing_obstacles`; here is what cannot
    become a needling at all.
    """
    return (*_conflicts(record), *(said for site in record.sites for said in _site(site)))


def _conflicts(record: TableRecord) -> Iterator[str]:
    for conflict in record.conflicts:
        values = " or ".join(str(choice.value) for choice in conflict.choices)
        yield (
            f"Two devices disagree on {conflict.field} of one site: {values}. "
            "Choose one in the list of conflicts at the table."
        )


def _site(site: TableSite) -> Iterator[str]:
    if not site.is_complete and (site.ins or site.outs):
        yield "Needles are counted at a site without place, needle or technique; complete it."
    elif site.outs and not site.ins:
        yield f"{site.needles_out} needles came out of a site that none went into; count again."
    depth_mm, needle = site.values.get(Field.DEPTH_MM), site.values.get(Field.NEEDLE)
    if depth_mm is not None and needle is not None and depth_mm > needle["length_mm"]:
        yield (
            f"A depth of {depth_mm:g} mm is recorded for a needle of {needle['length_mm']:g} mm; "
            "correct the depth or the needle."
        )
