"""The order of elimination: complete, and narrow where the evidence is."""

from hypothesis import given
from hypothesis import strategies as st

from filiform.localise.ordering import Action, order_elimination

shared_findings = st.dictionaries(
    st.integers(0, 30), st.integers(1, 255).filter(lambda bits: bits.bit_count() > 1), max_size=12
)


@given(shared_findings)
def test_each_cause_meets_exactly_its_open_findings(findings_by_cause: dict[int, int]) -> None:
    elimination = order_elimination(findings_by_cause)

    open_now = widest = 0
    met = []
    for action, subject in elimination.steps:
        if action is Action.OPEN:
            assert not open_now >> subject & 1
            open_now |= 1 << subject
        elif action is Action.CLOSE:
            open_now &= ~(1 << subject)
        else:
            assert findings_by_cause[subject] & ~open_now == 0
            met.append(subject)
        widest = max(widest, open_now.bit_count())
    assert sorted(met) == sorted(findings_by_cause)
    assert open_now == 0
    assert widest == elimination.width


def test_parts_that_share_nothing_never_meet_in_the_table() -> None:
    left_leg, right_arm = 0b000111, 0b111000

    elimination = order_elimination({0: left_leg, 1: right_arm, 2: left_leg, 3: right_arm})

    assert elimination.width == 3


def test_a_chain_stays_narrow_however_long() -> None:
    chain = {cause: 0b11 << cause for cause in range(40)}

    assert order_elimination(chain).width == 2
