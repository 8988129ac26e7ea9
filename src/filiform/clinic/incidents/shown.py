"""What the pages of this app say, in the language of the page."""

from dataclasses import dataclass

from filiform.care import Emergency, Told, load_emergency_card


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its mark and its sources, as shown."""

    text: str
    mark: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownEmergency:
    """One emergency in one language."""

    id: str
    title: str
    recognise: list[Line]
    act: list[Line]


def lines(entries: tuple[Told, ...], language: str) -> list[Line]:
    """Return sentences in a language."""
    return [Line(entry.told_in(language), entry.mark.value, entry.sources) for entry in entries]


def emergencies(language: str) -> list[ShownEmergency]:
    """Return the emergency card in a language."""
    return [_emergency(entry, language) for entry in load_emergency_card().emergencies]


def _emergency(entry: Emergency, language: str) -> ShownEmergency:
    return ShownEmergency(
        entry.id,
        entry.title_in(language),
        lines(entry.recognise, language),
        lines(entry.act, language),
    )
