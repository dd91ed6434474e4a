"""Signs that an East Asian input method puts in the place of a key: the full-width forms of ASCII, and all others."""

FULL_WIDTH = {0xFEE0 + code: code for code in range(0x21, 0x7F)}
# In Chinese punctuation the key "." gives a circle.
HALF_WIDTH = FULL_WIDTH | {ord("\u3000"): " ", ord("。"): ".", ord("｡"): "."}
TONES = "ˊˇˋ˙"  # of Zhuyin
BLOCKS = (
    (0x2E80, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF),
)  # fmt: skip


def half_width(text: str) -> str:
    """Replace full-width letters, digits, punctuation and spaces by their ASCII forms."""
    return text if text.isascii() else text.translate(HALF_WIDTH)


def needs_input_method(sign: str) -> bool:
    """Return whether a sign comes from input methods only: Zhuyin, ideographs, kana, hangul, or their punctuation."""
    return sign in TONES or any(first <= ord(sign) <= last for first, last in BLOCKS)
