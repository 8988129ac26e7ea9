"""What a table without a network is told of every site before its needle goes in."""

from collections.abc import Callable, Sequence
from typing import Any

from filiform.safety import Person, SiteContext, load_site_survey, site_cards
from filiform.safety.site_cards import site_concern_document
from filiform.safety.site_concerns import concern_of
from filiform.workflow.site_review import BOTH_SIDES, codes_of_the_visit


def table_cards(
    person: Person, context: SiteContext, *, lengths_mm: Sequence[float]
) -> dict[str, Any]:
    """Return a small document of the judgement of each site, by needle length.

    Two sides of the chest wall in one visit are warned of with ``one_side``; the verdict on the
    recorded sites is :func:`filiform.safety.judge_visit_sites` alone.

    A card assumes a path as the site's guidance has it; see :func:`filiform.safety.site_cards`.

    Parameters
    ----------
    lengths_mm
        The lengths that can be chosen, millimetres, the shortest first.

    Returns
    -------
    dict
        ``concerns``, ``limits`` and ``verdicts`` by number, and ``cards`` by ``site|muscle``. A
        card names the number of its limit and, length by length, of its verdict. A concern that
        is ``asked`` wants a reason once a needling is done.
    """
    document = site_cards(person, context, lengths_mm=lengths_mm)
    of_the_visit = codes_of_the_visit(context)
    limits, number_of_limit = _numbered()
    verdicts, number_of_verdict = _numbered()

    cards = {
        f"{card['site']}|{card['muscle']}": {
            "limit": number_of_limit(
                {
                    "mm": card["limit_mm"],
                    "words": card["limit_words"],
                    "basis": card["limit_basis"],
                    "mark": str(card["limit_mark"]),
                }
            ),
            "verdicts": [
                number_of_verdict(
                    {"standing": str(length["standing"]), "concerns": length["concerns"]}
                )
                for length in card["lengths"]
            ],
        }
        for card in document["cards"]
    }
    concerns = [
        _concern(concern)
        | {"asked": not concern["missing"] and concern["code"] not in of_the_visit}
        for concern in document["concerns"]
    ]
    return {
        "concerns": concerns,
        "limits": limits,
        "verdicts": verdicts,
        "cards": cards,
        "one_side": _one_side(),
    }


def _one_side() -> dict[str, Any]:
    """Return the sites of which only one side is needled, and the concern about a second."""
    over_lung = [site.id for site in load_site_survey().sites.values() if site.over_lung]
    concern = site_concern_document(concern_of(BOTH_SIDES))
    return {"concern": _concern(concern), "sites": over_lung}


def _concern(concern: dict[str, Any]) -> dict[str, Any]:
    shown = ("code", "title", "reason", "lift", "mark", "sources", "note")
    return {name: concern[name] for name in shown}


def _numbered() -> tuple[list[dict[str, Any]], Callable[[dict[str, Any]], int]]:
    """Return a list, and what adds to it each value once and gives its place."""
    known: list[dict[str, Any]] = []

    def place(value: dict[str, Any]) -> int:
        if value not in known:
            known.append(value)
        return known.index(value)

    return known, place
