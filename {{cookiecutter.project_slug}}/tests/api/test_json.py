"""JSON is parsed strictly, and no body is a crash."""

from io import BytesIO

import pytest
from django.conf import settings

from api.parsers import MAX_DEPTH, JSONParser
from tests.api.conftest import assert_problem, login

LARGEST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def nested(depth: int) -> bytes:
    return b'{"a":' * (depth - 1) + b"[]" + b"}" * (depth - 1)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(nested(MAX_DEPTH + 1), id="a level too deep"),
        pytest.param(b"[" * LARGEST, id="as deep as can be"),
        pytest.param(b'{"a":' * (LARGEST // 5), id="deep objects"),
        pytest.param(b'{"a": "' + b'\\"' * 40_000, id="a string that does not end"),
        pytest.param(b'{"password": "a", "password": "b"}', id="a duplicate name"),
        pytest.param(b'{"a": {"b": 1, "\\u0062": 2}}', id="a duplicate name, escaped"),
        pytest.param(b'{"a": NaN}', id="NaN"),
        pytest.param(b'{"a": 1e999}', id="a number that becomes infinity"),
        pytest.param(b'{"a": ' + b"9" * 50_000 + b"}", id="a long number"),
        pytest.param(b'{"a": "\xff"}', id="not UTF-8"),
        pytest.param(b'{"a": "\\ud800"}', id="half a surrogate pair"),
        pytest.param(b'{"\\uDFFF": 1}', id="half a surrogate pair as a name"),
        pytest.param(b'{"a": "\x00"}', id="a raw control character"),
        pytest.param(b"\xef\xbb\xbf{}", id="a byte order mark"),
        pytest.param(b" ", id="nothing"),
    ],
)
def test_invalid_json_is_refused(body: bytes) -> None:
    response = login(body)

    assert_problem(response, 400, "parse_error")
    assert b"codec" not in response.content
    assert b"set_int_max_str_digits" not in response.content


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[]", id="list"),
        pytest.param(b"null", id="null"),
        pytest.param(b"1", id="number"),
        pytest.param(b'"a"', id="string"),
        pytest.param(nested(MAX_DEPTH), id="as deep as is allowed"),
        pytest.param(b'{"password": [{}], "a": 1e-999}', id="other types"),
        pytest.param(b'{"username": "\\u0000", "password": "a"}', id="NUL"),
        pytest.param(b'{"email": "a\\u0000@b.c", "password": "\\u0000"}', id="NULs"),
    ],
)
def test_json_of_another_type_is_not_valid(body: bytes) -> None:
    response = login(body)

    assert_problem(response, 400, "invalid")


@pytest.mark.parametrize("charset", ["utf-16", "bz2_codec", "idna", "none-such"])
def test_json_is_utf_8_whatever_the_header_says(
    credentials: dict[str, str], charset: str
) -> None:
    body = JSONParser.renderer_class().render({**credentials, "brackets": "[" * 99})
    kind = f"application/json; charset={charset}"

    assert login(body, kind).status_code == 200


def test_a_whole_surrogate_pair_is_a_character() -> None:
    assert JSONParser().parse(BytesIO(b'"\\ud83d\\ude00"')) == "\N{GRINNING FACE}"
