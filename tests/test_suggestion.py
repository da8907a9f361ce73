"""What may have been meant by a name that is mistyped, and that nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growattServer import GrowattParameterError
from growattServer.settings import FAMILIES, Mode, Window
from growattServer.suggestion import LONGEST, do_you_mean, nearest

WORDS = ("charge", "discharge", "load")
NAMES = sorted({*WORDS, *(name for family in FAMILIES.values() for name in family.settings)})
LETTERS = "abcdefghijklmnopqrstuvwxyz_-"


@given(st.sampled_from([name for name in NAMES if len(name) > 4]), st.data())
def test_one_slip_of_a_name_is_like_it(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 2))
    letter = data.draw(st.sampled_from(LETTERS))
    head, tail = name[:place], name[place:]
    slip = data.draw(
        st.sampled_from(
            [
                head + tail[1] + tail[0] + tail[2:],
                head + tail[1:],
                head + letter + tail,
                head + letter + tail[1:],
                name.upper(),
            ]
        )
    )
    assert nearest(slip, [name]) == name
    found = nearest(slip, NAMES)
    assert found is not None
    assert do_you_mean(slip, NAMES) == f" (did you mean {found}?)"


@pytest.mark.parametrize(
    "word", ["", "clear", "delete", "x", "02:00-05:00", "c" * (LONGEST + 1), 7]
)
def test_what_is_like_nothing_is_not_guessed(word: object) -> None:
    assert nearest(word, WORDS) is None
    assert do_you_mean(word, WORDS) == ""
    assert nearest(word, []) is None


def test_names_of_the_library() -> None:
    for family in FAMILIES.values():
        for name in family.settings:
            if len(name) > 4:
                with pytest.raises(GrowattParameterError, match=rf"did you mean {name}\?"):
                    family.named(name + "x")
    with pytest.raises(GrowattParameterError, match=r"did you mean battery_first\?"):
        Window("batery_first", "02:00", "05:00")
    for mode in Mode:
        assert nearest(str(mode)[:-1], Mode) == mode
