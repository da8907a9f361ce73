"""The watch over all tests finds what is planted, wherever it lies."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
HERE = Path(__file__).parent.parent
BEGIN = '''
import logging
import pytest
from growattServer.exceptions import GrowattError
from growattServer.secret import Secret
from checkers.secrets import PACKAGE

CODE = """
def fail(given):
    held = str(given)
    raise GrowattError("no")
"""
fail = {"GrowattError": GrowattError}
exec(compile(CODE, PACKAGE + "/made.py", "exec"), fail)

'''
PLANTED = {
    "output": "print('it is', str(secret))",
    "errors": "import sys; print(str(secret).upper(), file=sys.stderr)",
    "a log": "logging.getLogger('growattServer').warning('%s', secret)",
    "a file": "(tmp_path / 'state.json').write_text('{\"a\": \"%s\"}' % secret)",
    "a file below": "(tmp_path / 'a').mkdir(); (tmp_path / 'a/b').write_bytes(secret.encode())",
    "an error": "with pytest.raises(GrowattError): raise GrowattError(f'no {secret}')",
    "a variable": "with pytest.raises(GrowattError): fail['fail'](secret)",
    "a cause": (
        "with pytest.raises(GrowattError):\n"
        "        try:\n"
        "            raise ValueError(str(secret))\n"
        "        except ValueError:\n"
        "            raise GrowattError('no') from None"
    ),
}
HARMLESS = {
    "nothing": "pass",
    "dots": "print(repr(secret))",
    "a store": "(tmp_path / 'accounts.json').write_text(secret)",
}


CONFTEST = f"""
import sys
sys.path.insert(0, {str(HERE)!r})
from checkers import plug
from checkers.plug import pytest_runtest_makereport
plug.watch()
"""


@pytest.mark.wide
def test_what_is_planted_is_found(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST)
    tests = [
        f"def test_{number}(tmp_path):\n    secret = Secret('planted-secret-0123')\n    {line}\n"
        for number, line in enumerate([*PLANTED.values(), *HARMLESS.values()])
    ]
    pytester.makepyfile(BEGIN + "\n".join(tests))
    result = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider")
    result.assert_outcomes(failed=len(PLANTED), passed=len(HARMLESS))
    shown = result.stdout.str()
    for number in range(len(PLANTED)):
        assert f"test_{number} " in shown
