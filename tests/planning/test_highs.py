"""The solver that engines share says nothing where a caller's own output goes."""

import subprocess
import sys

CODE = """
from qixin.planning.highs import quiet_highs
for _ in range(2):
    quiet_highs().run()
print("mine")
"""


def test_nothing_but_the_callers_own_words_is_on_the_standard_output():
    told = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert told.stdout == "mine\n"
