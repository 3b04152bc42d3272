"""Ranges of code points, as the inside of a regular expression's class, and the signs that end sentences.

re.compile(f"[{CJK}]")
"""

from __future__ import annotations

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
"""Chinese characters of the basic plane."""
KANA = "\u3040-\u30ff"
"""Hiragana and katakana."""
HANGUL = "\uac00-\ud7af"
"""Korean syllables."""
CJK = KANA + HAN + HANGUL
"""What Chinese, Japanese and Korean are written in."""
SPACELESS = "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff" + CJK
"""Scripts in which words stand without blanks between them (Thai, Lao, Burmese, Khmer, CJK); Korean counts as one."""
INDIC = "\u0900-\u0dff"
"""Devanagari to Sinhala: their vowel signs are no letters to a regular expression's `\\w`."""
MAINLAND = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0ecf\u1000-\u103f\u1780-\u17d3"
"""Letters and vowel signs of Thai, Lao, Burmese and Khmer."""
ARABIC = "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff"
"""Letters of Arabic, Persian, Urdu and Pashto."""

SENTENCE_ENDS = tuple('.!?。！？…"”»：:」』)）')
"""What a sentence, or a line that belongs to a text, ends in."""
