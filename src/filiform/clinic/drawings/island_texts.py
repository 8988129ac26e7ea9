"""The texts of the islands that a patient uses; the page sends them along in its language.

The list is that of ``islands/words.ts``, which a test holds it against.
"""

from django.utils.translation import gettext, gettext_noop

ISLAND_TEXTS = (
    gettext_noop("Undo"),
    gettext_noop("Redo"),
    gettext_noop("Zoom in"),
    gettext_noop("Zoom out"),
    gettext_noop("Clear all"),
    gettext_noop("Views of the body"),
    gettext_noop("The body"),
    gettext_noop(
        "The body. Arrow keys turn it, plus and minus zoom; to mark an area without a "
        "pointer, use the list."
    ),
    gettext_noop("Paint on"),
    gettext_noop("Charts"),
    gettext_noop("3D body"),
    gettext_noop("I paint with my left hand"),
    gettext_noop("The 3D body could not be shown. Your marks are kept; paint on the charts."),
    gettext_noop("View: {view}"),
    gettext_noop("Front"),
    gettext_noop("Back"),
    gettext_noop("Left"),
    gettext_noop("Right"),
    gettext_noop("Head"),
    gettext_noop("Left hand"),
    gettext_noop("Right hand"),
    gettext_noop("Feet"),
    gettext_noop("Figure"),
    gettext_noop("Figure to paint on"),
    gettext_noop("You marked"),
    gettext_noop("Marked {names}."),
    gettext_noop("Removed {names}."),
    gettext_noop(
        "This picture could not be loaded. Your marks are kept. Try another view, or use "
        "the list of body areas below."
    ),
    gettext_noop("{count} mark of an older chart could not be shown and will not be saved."),
    gettext_noop("{count} marks of an older chart could not be shown and will not be saved."),
    gettext_noop("Nothing is marked yet. Touch the body where it hurts."),
    gettext_noop("Strength of {name}"),
    gettext_noop("Remove"),
    gettext_noop("Remove {name}"),
    gettext_noop("How strong?"),
    gettext_noop("mild"),
    gettext_noop("moderate"),
    gettext_noop("severe"),
    gettext_noop("worst imaginable"),
    gettext_noop("What does it feel like?"),
    gettext_noop("aching"),
    gettext_noop("sharp"),
    gettext_noop("burning"),
    gettext_noop("tingling"),
    gettext_noop("numb"),
    gettext_noop("Touch to"),
    gettext_noop("paint"),
    gettext_noop("erase"),
    gettext_noop("{name}, left"),
    gettext_noop("{name}, right"),
    gettext_noop("left"),
    gettext_noop("right"),
    gettext_noop("LEFT"),
    gettext_noop("RIGHT"),
    gettext_noop("Film"),
    gettext_noop("Drawing"),
    gettext_noop("Play"),
    gettext_noop("Pause"),
    gettext_noop("Earlier"),
    gettext_noop("Later"),
    gettext_noop("{label}, drawing {number} of {count}"),
)


def island_strings() -> dict[str, str]:
    """Return each text of the island, by its English, in the language of the page."""
    return {text: gettext(text) for text in ISLAND_TEXTS}
