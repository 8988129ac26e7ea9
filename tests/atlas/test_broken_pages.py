"""Every mistake on a page is refused with a message that names file and key."""

import shutil

import pytest

from filiform.atlas import (
    AtlasError,
    DuplicateEntryError,
    InconsistentEntryError,
    MalformedEntryError,
    UnknownReferenceError,
    UnreadableFileError,
    atlas_problems,
    load_atlas,
    read_atlas,
)
from tests.atlas.broken import AtlasCopy

PAGE = "muscles/infraspinatus.toml"
TWICE_LOCAL = 'local = ["scapula_medial_border"]'


def test_an_untouched_copy_has_no_problem_and_the_packaged_version(atlas_copy: AtlasCopy) -> None:
    assert atlas_problems(atlas_copy.folder) == ()
    assert read_atlas(atlas_copy.folder) == load_atlas()


@pytest.mark.parametrize(
    ("name", "old", "new", "error", "key", "words"),
    [
        # unknown references
        (PAGE, TWICE_LOCAL, 'local = ["scapula_edge"]', UnknownReferenceError,
         "trigger_points[3].local", "area 'scapula_edge' is unknown"),
        (PAGE, 'painful_movements = ["shoulder_external_rotation"]',
         'painful_movements = ["shoulder_rotation"]', UnknownReferenceError,
         "painful_movements", "movement 'shoulder_rotation' is unknown"),
        (PAGE, '["deltoid_anterior", "biceps_brachii"]', '["biceps"]', UnknownReferenceError,
         "satellites", "muscle 'biceps' is unknown"),
        (PAGE, 'key_muscles = ["scalene_anterior"]', 'key_muscles = ["scalenes"]',
         UnknownReferenceError, "key_muscles", "muscle 'scalenes' is unknown"),
        (PAGE, '["TS1", "TS3", "DFP"]', '["TS9"]', UnknownReferenceError,
         "background_sources", "source 'TS9' is unknown"),
        (PAGE, '["FPN", "FVI", "KWO", "BRO"]', '["FPX"]', UnknownReferenceError,
         "verified_sources", "source 'FPX' is unknown"),
        (PAGE, 'source = "KWO"', 'source = "KWON"', UnknownReferenceError,
         "reported_frequencies[3].source", "source 'KWON' is unknown"),
        # duplicates
        (PAGE, 'id = "infraspinatus.trp2"\nnumber = 2', 'id = "infraspinatus.trp1"\nnumber = 1',
         DuplicateEntryError, "trigger_points[2].id", "'infraspinatus.trp1' is defined twice"),
        (PAGE, TWICE_LOCAL, 'local = ["axilla", "axilla"]', DuplicateEntryError,
         "trigger_points[3].local", "names 'axilla' twice"),
        (PAGE, 'spillover = ["interscapular_lower", "scapula_body"]',
         'spillover = ["scapula_medial_border"]', DuplicateEntryError,
         "trigger_points[3].spillover", "'scapula_medial_border' is essential already"),
        ("movements.toml", 'id = "grip"', 'id = "pinch"', DuplicateEntryError,
         "movements[52].id", "'pinch' is defined twice"),
        # missing and unknown keys
        (PAGE, 'nerve = "suprascapular n."\n', "", MalformedEntryError, "nerve", "is missing"),
        (PAGE, "number = 3\n", "", MalformedEntryError, "trigger_points[3].number", "is missing"),
        (PAGE, 'source = "KWO"\n', "", MalformedEntryError,
         "reported_frequencies[3].source", "is missing"),
        (PAGE, 'nerve = "', 'nerves = "', MalformedEntryError, "nerves", "is unknown"),
        ("movements.toml", 'label = "Gripping"\n', "", MalformedEntryError,
         "movements[51].label", "is missing"),
        ("atlas.toml", 'version = "0.1.1"\n', "", MalformedEntryError, "version", "is missing"),
        ("atlas.toml", "spillover = 0.4\n", "", MalformedEntryError,
         "weight_hint.spillover", "is missing"),
        # wrong kinds of value
        (PAGE, 'name = "Infraspinatus"', "name = 7", MalformedEntryError,
         "name", "came 7, expected a text"),
        (PAGE, 'name = "Infraspinatus"', 'name = " "', MalformedEntryError,
         "name", "expected a text"),
        (PAGE, TWICE_LOCAL, 'local = "scapula_medial_border"', MalformedEntryError,
         "trigger_points[3].local", "expected a list of texts"),
        (PAGE, TWICE_LOCAL, "local = [1]", MalformedEntryError,
         "trigger_points[3].local", "came [1], expected a list of texts"),
        (PAGE, TWICE_LOCAL, "local = []", MalformedEntryError,
         "trigger_points[3].local", "expected at least one area"),
        (PAGE, "number = 3", "number = true", MalformedEntryError,
         "trigger_points[3].number", "came True, expected a whole number"),
        (PAGE, 'id = "infraspinatus.trp3"', 'id = "infraspinatus.three"', MalformedEntryError,
         "trigger_points[3].id", "expected 'infraspinatus.trp3'"),
        (PAGE, "clinical_frequency = 3", "clinical_frequency = 4", MalformedEntryError,
         "clinical_frequency", "came 4, expected 1, 2 or 3"),
        (PAGE, "clinical_frequency = 3", 'clinical_frequency = "often"', MalformedEntryError,
         "clinical_frequency", "came 'often', expected a whole number"),
        (PAGE, 'confidence = "high"', 'confidence = "sure"', MalformedEntryError,
         "confidence", "came 'sure', expected one of: high, medium, low"),
        (PAGE, 'laterality = "bilateral"', 'laterality = "left"', MalformedEntryError,
         "laterality", "came 'left', expected one of: bilateral, midline"),
        (PAGE, 'clinical_frequency = 3\n', 'clinical_frequency = 3\nmark = "P"\n',
         MalformedEntryError, "not valid TOML", "Cannot overwrite"),
        ("atlas.toml", "essential = 1.0", "essential = 2", MalformedEntryError,
         "weight_hint.essential", "came 2, expected a number from 0 to 1"),
        # contradictions
        (PAGE, '["FPN", "FVI", "KWO", "BRO"]', "[]", InconsistentEntryError,
         "verified_sources", "mark V needs the source"),
        (PAGE, 'key_muscles = ["scalene_anterior"]', 'key_muscles = ["infraspinatus"]',
         InconsistentEntryError, "key_muscles", "names the muscle itself"),
        (PAGE, 'id = "infraspinatus"\n', 'id = "infraspinatus_old"\n', MalformedEntryError,
         "id", "expected the name of the file, 'infraspinatus'"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_file_and_key(
    atlas_copy: AtlasCopy,
    name: str,
    old: str,
    new: str,
    error: type[AtlasError],
    key: str,
    words: str,
) -> None:
    atlas_copy.change(name, old, new)

    with pytest.raises(AtlasError) as refusal:
        read_atlas(atlas_copy.folder)

    complaints = [str(problem) for problem in atlas_problems(atlas_copy.folder)]
    fitting = [text for text in complaints if text.startswith(f"{name}: ") and words in text]
    assert str(refusal.value) == complaints[0]
    assert any(key in text for text in fitting), complaints
    assert error in {type(problem) for problem in atlas_problems(atlas_copy.folder)}


def test_a_muscle_in_the_midline_is_palpated_in_the_midline(atlas_copy: AtlasCopy) -> None:
    atlas_copy.change(PAGE, 'laterality = "bilateral"', 'laterality = "midline"')

    problems = atlas_problems(atlas_copy.folder)

    assert {type(problem) for problem in problems} == {InconsistentEntryError}
    assert [str(problem).split(": ")[1] for problem in problems] == [
        f"key trigger_points[{number}].local" for number in (1, 2, 3)
    ]


def test_a_copied_page_that_keeps_its_id_is_a_duplicate(atlas_copy: AtlasCopy) -> None:
    shutil.copy(atlas_copy.page(PAGE), atlas_copy.page("muscles/infraspinatus_two.toml"))

    with pytest.raises(DuplicateEntryError, match=r"infraspinatus_two\.toml: key id: .*already"):
        read_atlas(atlas_copy.folder)


def test_a_page_that_is_no_toml_is_named_with_its_line(atlas_copy: AtlasCopy) -> None:
    atlas_copy.change(PAGE, 'nerve = "suprascapular n."', 'nerve = "suprascapular n.')

    with pytest.raises(MalformedEntryError, match=r"muscles/infraspinatus\.toml: .*line 9"):
        read_atlas(atlas_copy.folder)


def test_a_page_that_is_no_text_is_named(atlas_copy: AtlasCopy) -> None:
    atlas_copy.page(PAGE).write_bytes(b"\xff\xfe")

    with pytest.raises(MalformedEntryError, match=r"muscles/infraspinatus\.toml: not valid TOML"):
        read_atlas(atlas_copy.folder)


@pytest.mark.parametrize("name", ["atlas.toml", "movements.toml"])
def test_a_missing_file_is_named(atlas_copy: AtlasCopy, name: str) -> None:
    atlas_copy.page(name).unlink()

    with pytest.raises(UnreadableFileError, match=f"{name}: cannot be read"):
        read_atlas(atlas_copy.folder)


def test_a_folder_without_pages_is_no_empty_atlas(atlas_copy: AtlasCopy) -> None:
    shutil.rmtree(atlas_copy.page("muscles"))

    with pytest.raises(UnreadableFileError, match="holds no page"):
        read_atlas(atlas_copy.folder)


def test_every_mistake_of_every_page_is_found_at_once(atlas_copy: AtlasCopy) -> None:
    atlas_copy.change(PAGE, "clinical_frequency = 3", "clinical_frequency = 4")
    atlas_copy.change(PAGE, TWICE_LOCAL, "local = []")
    atlas_copy.change("muscles/soleus.toml", 'id = "soleus.trp1"', 'id = "soleus.one"')
    atlas_copy.change("muscles/piriformis.toml", "key_muscles = [", 'key_muscles = ["nobody", ')

    problems = [str(problem).rsplit(": ", 1)[0] for problem in atlas_problems(atlas_copy.folder)]

    assert problems == [
        "muscles/infraspinatus.toml: key clinical_frequency",
        "muscles/infraspinatus.toml: key trigger_points[3].local",
        "muscles/soleus.toml: key trigger_points[1].id",
        "muscles/piriformis.toml: key key_muscles",
    ]


def test_a_broken_page_does_not_make_the_pages_that_name_it_wrong(atlas_copy: AtlasCopy) -> None:
    atlas_copy.page("muscles/trapezius_upper.toml").write_text("broken", encoding="utf-8")

    problems = atlas_problems(atlas_copy.folder)

    assert len(problems) == 1


def test_any_change_of_content_changes_the_version(atlas_copy: AtlasCopy) -> None:
    before = read_atlas(atlas_copy.folder).version
    atlas_copy.change(PAGE, 'abbreviation = "ISP"', 'abbreviation = "IS"')

    after = read_atlas(atlas_copy.folder).version

    assert before.partition("+")[0] == after.partition("+")[0]
    assert before != after
