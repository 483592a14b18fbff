"""Electronic addresses and telephone numbers taken out of texts before they become public (D5.4). Pure.

Old sheets hold them inside their prose. The register keeps the text as declared; only the public record is masked.
"""

import re

MASKED_ADDRESS = "[courriel masqué]"
MASKED_NUMBER = "[téléphone masqué]"

# Looked for first: nearly no text has one, and the whole pattern tries every word.
_MASKED_AT = re.compile(r"[\[(](?:at|arobase)[\])]", re.IGNORECASE)
_AT = rf"(?:@|{_MASKED_AT.pattern})"
_ADDRESS = re.compile(rf"(?:mailto:)?[\w.+-]{{1,64}}\s?{_AT}\s?[\w-]{{1,63}}(?:\.[\w-]{{1,63}})+", re.IGNORECASE)
# French numbers in pairs, and international ones that say so by « + » or « 00 ».
_NUMBER = re.compile(
    r"(?<![\d.,])(?<!\d\s)"
    r"(?:0[1-9](?:[ .-]?\d{2}){4}|(?:\+|00[ .]?)\d{1,3}(?:[ .()-]{0,2}\d{2,4}){3,5})"
    r"(?![\d,])"
)  # What every such number holds: looked for first, because the whole pattern tries every place.
_PAIRS = re.compile(r"\d\d[ .()-]{0,2}\d{2,4}[ .()-]{0,2}\d\d")


def masked(text: str) -> str:
    """The text without addresses and telephone numbers; what else it says is untouched."""
    if "@" in text or (("[" in text or "(" in text) and _MASKED_AT.search(text)):
        text = _ADDRESS.sub(MASKED_ADDRESS, text)
    if ("0" in text or "+" in text) and _PAIRS.search(text):
        text = _NUMBER.sub(MASKED_NUMBER, text)
    return text
