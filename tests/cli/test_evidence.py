"""``filiform evidence`` pools the studies anew."""

import json

import pytest

from filiform.cli.main import main


def test_every_promise_is_printed_with_what_is_not_supported(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["evidence"]) == 0

    printed = capsys.readouterr().out
    assert "Faster healing and return to sport (certainty very low; summary P)" in printed
    assert "Not supported: That it accelerates healing." in printed
    assert "agrees with the values that its source prints (VIECHTBAUER10)" in printed


def test_machines_get_the_pooled_values(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["studies"]["check_vaccine"]["pooled"]["tau2"] == pytest.approx(0.3132, abs=1e-4)
    assert answer["studies"]["pain_by_region"]["pooled"] is None


def test_a_value_that_does_not_agree_ends_with_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("filiform.cli.evidence.disagreements", lambda studies: ("tau² is 2",))

    assert main(["evidence"]) == 1
