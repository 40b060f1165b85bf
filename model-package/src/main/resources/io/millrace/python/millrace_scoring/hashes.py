"""Hashes: Murmur3 as published and as Spark SQL has it, XXH64, and digests of bytes."""

import hashlib
import struct
import zlib

from .decimals import WIDE as _WIDE
from .numbers import int32, int64

_M32, _M64 = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF
_P1, _P2, _P3 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
_P4, _P5 = 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5


def utf8(text):
    """The bytes of a text as Java makes them: halves of pairs become question marks."""
    return text.encode("utf-8", "replace")


def _rotated32(value, by):
    return (value << by | value >> (32 - by)) & _M32


def _scrambled(word):
    return _rotated32((word & _M32) * 0xCC9E2D51 & _M32, 15) * 0x1B873593 & _M32


def _mixed(value, word):
    return (_rotated32(value ^ _scrambled(word), 13) * 5 + 0xE6546B64) & _M32


def _finished(value, length):
    value ^= length
    value = (value ^ value >> 16) * 0x85EBCA6B & _M32
    value = (value ^ value >> 13) * 0xC2B2AE35 & _M32
    return int32(value ^ value >> 16)


def text_slot(text, slots):
    """Where the published MurmurHash3_x86_32 of a text, of seed 42, falls among so many slots."""
    if text is None:
        return 42 % slots
    content, value = utf8(text), 42
    whole = len(content) & ~3
    for i in range(0, whole, 4):
        value = _mixed(value, int.from_bytes(content[i : i + 4], "little"))
    value ^= _scrambled(int.from_bytes(content[whole:], "little"))
    return _finished(value, len(content)) % slots


class Murmur3:
    """Murmur3 with Spark's way with the last bytes: each is mixed as a whole word."""

    @staticmethod
    def of_int(value, seed):
        return _finished(_mixed(seed & _M32, value), 4)

    @staticmethod
    def of_long(value, seed):
        value &= _M64
        return _finished(_mixed(_mixed(seed & _M32, value & _M32), value >> 32), 8)

    @staticmethod
    def of_bytes(content, seed):
        value, whole = seed & _M32, len(content) & ~3
        for i in range(0, whole, 4):
            value = _mixed(value, int.from_bytes(content[i : i + 4], "little"))
        for byte in content[whole:]:
            value = _mixed(value, byte - 256 if byte > 127 else byte)
        return _finished(value, len(content))


def _rotated64(value, by):
    value &= _M64
    return (value << by | value >> (64 - by)) & _M64


def _round(lane, word):
    return _rotated64(lane + word * _P2, 31) * _P1 & _M64


def _with_int(value, word):
    return (_rotated64(value ^ (word & _M32) * _P1, 23) * _P2 + _P3) & _M64


def _with_long(value, word):
    return (_rotated64(value ^ _round(0, word & _M64), 27) * _P1 + _P4) & _M64


def _finished64(value):
    value = (value ^ value >> 33) * _P2 & _M64
    value = (value ^ value >> 29) * _P3 & _M64
    return int64(value ^ value >> 32)


class XxHash64:
    """XXH64 of Y. Collet."""

    @staticmethod
    def of_int(value, seed):
        return _finished64(_with_int((seed + _P5 + 4) & _M64, value))

    @staticmethod
    def of_long(value, seed):
        return _finished64(_with_long((seed + _P5 + 8) & _M64, value))

    @staticmethod
    def of_bytes(content, seed):
        value, i, length = seed + _P5, 0, len(content)
        if length >= 32:
            lanes = [seed + _P1 + _P2, seed + _P2, seed, seed - _P1]
            while i + 32 <= length:
                words = struct.unpack_from("<4Q", content, i)
                lanes = [_round(lane, word) for lane, word in zip(lanes, words)]
                i += 32
            value = sum(_rotated64(lane, by) for lane, by in zip(lanes, (1, 7, 12, 18)))
            for lane in lanes:
                value = ((value & _M64 ^ _round(0, lane)) * _P1 + _P4) & _M64
        value = (value + length) & _M64
        while i + 8 <= length:
            value = _with_long(value, int.from_bytes(content[i : i + 8], "little"))
            i += 8
        if i + 4 <= length:
            value = _with_int(value, int.from_bytes(content[i : i + 4], "little"))
            i += 4
        for byte in content[i:]:
            value = _rotated64(value ^ byte * _P5 & _M64, 11) * _P1 & _M64
        return _finished64(value)


def _float_bits(value):
    return 0x7FC00000 if value != value else struct.unpack("<i", struct.pack("<f", value + 0.0))[0]


def _double_bits(value):
    if value != value:
        return 0x7FF8000000000000
    return struct.unpack("<q", struct.pack("<d", value + 0.0))[0]


def _mixed_value(mixer, value, type_, seed):
    """Nulls leave the hash as it is."""
    if value is None:
        return seed
    kind = type_.kind
    if kind == "array":
        for each in value:
            seed = _mixed_value(mixer, each, type_.element, seed)
        return seed
    if kind == "struct":
        for each, (_, field) in zip(value, type_.fields):
            seed = _mixed_value(mixer, each, field, seed)
        return seed
    if kind == "decimal":
        unscaled = int(value.scaleb(type_.scale, _WIDE))
        if type_.precision <= 18:
            return mixer.of_long(unscaled, seed)
        bits = (unscaled if unscaled >= 0 else -unscaled - 1).bit_length()
        return mixer.of_bytes(unscaled.to_bytes(bits // 8 + 1, "big", signed=True), seed)
    if kind in ("boolean", "int", "date"):
        return mixer.of_int(int(value), seed)
    if kind in ("long", "timestamp"):
        return mixer.of_long(value, seed)
    if kind == "float":
        return mixer.of_int(_float_bits(value), seed)
    if kind == "double":
        return mixer.of_long(_double_bits(value), seed)
    return mixer.of_bytes(utf8(value) if kind == "string" else value, seed)


def _hash(mixer):
    def prepare(call):
        seed = int(call.text("seed"))
        values = [(arg.value, arg.type) for arg in call.args]

        def compute(row):
            value = seed
            for argument, type_ in values:
                value = _mixed_value(mixer, argument(row), type_, value)
            return value

        return compute

    return prepare


def _sha2(content, bits):
    if bits not in (0, 224, 256, 384, 512):
        return None
    return hashlib.new(f"sha{bits or 256}", content).hexdigest()


FUNCTIONS = {
    "hash": _hash(Murmur3),
    "xxhash64": _hash(XxHash64),
    "md5": lambda call: call.strict(lambda content: hashlib.md5(content).hexdigest()),
    "sha1": lambda call: call.strict(lambda content: hashlib.sha1(content).hexdigest()),
    "sha2": lambda call: call.strict(_sha2),
    "crc32": lambda call: call.strict(zlib.crc32),
}
