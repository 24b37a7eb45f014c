import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qixin.reports.similarity import (
    Signature,
    SignatureOutdated,
    bands,
    estimate,
    resemblance,
    signature,
)

TEXT = "曲韩社区求救，卫河水倒灌至曲韩社区，车库楼道均进水严重，水势涨得很快，社区有老人和小孩。"


@given(st.text(max_size=300))
def test_any_text_has_a_signature_that_survives_its_bytes(text):
    made = signature(text)
    assert len(bytes(made)) <= 256
    assert Signature.from_bytes(bytes(made)) == made
    assert all(-(1 << 63) <= key < 1 << 63 for key in bands(made))


def test_bytes_of_another_version_are_refused():
    stored = bytes(signature(TEXT))
    with pytest.raises(SignatureOutdated):
        Signature.from_bytes(bytes([stored[0] ^ 1]) + stored[1:])
    with pytest.raises(SignatureOutdated):
        Signature.from_bytes(b"")


def test_keys_are_the_same_in_another_process():
    program = (
        "import sys; from qixin.reports.similarity import bands, signature;"
        "print(bands(signature(sys.argv[1])))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program, TEXT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert answers == {str(bands(signature(TEXT)))}


def test_keys_stay_what_they_were_when_reports_were_stored():
    # A change here means that stored signatures no longer meet new ones: raise VERSION and make
    # them anew.
    assert bands(signature(TEXT))[:2] == [-5840323664563177184, -149630019288047919]


def test_the_estimate_is_near_the_truth():
    other = TEXT.replace("车库楼道均进水严重", "地下车库已经全部淹没")
    assert estimate(signature(TEXT), signature(other)) == pytest.approx(
        resemblance(TEXT, other), abs=0.2
    )


def test_like_texts_share_a_key_and_unlike_ones_none():
    like = set(bands(signature(TEXT + "请扩散转发")))
    unlike = set(bands(signature("西街菜市场今天蔬菜供应充足，价格平稳，市民排队有序。")))
    own = set(bands(signature(TEXT)))
    assert own & like
    assert not own & unlike


def test_a_few_words_have_no_keys():
    assert bands(signature("已收到谢谢")) == []
    assert estimate(signature("已收到谢谢"), signature("已收到谢谢")) == 0
