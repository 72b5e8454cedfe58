from gongkai.convert.parts.ooxml_macros import sources, unpacked
from tests.convert.office import program


def test_the_example_of_the_specification_unpacks() -> None:
    """MS-OVBA 3.2.2."""
    packed = bytes.fromhex(
        "012fb00023616161626364658266007061676869 6a0138 08616b6c00306d6e6f700671027004107273747576107778797a003c"
    )
    assert unpacked(packed) == b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"


def test_references_to_what_stood_before_are_followed() -> None:
    assert unpacked(bytes.fromhex("0103b002614500")) == b"a" + b"a" * 72


def test_every_module_gives_its_source() -> None:
    assert [source.splitlines()[1] for source in sources(program("MsgBox 1"))] == ["MsgBox 1"]


def test_what_is_broken_ends_the_source() -> None:
    assert unpacked(b"\x01\x03\xb0\x01\xff\xff") == b""
    assert unpacked(b"\x01\x00\x00") == b""
