"""Microsoft Presidio's analyzer with pattern recognizers for the kinds our scanner knows, set up as its manual advises.

No language model: an engine that gives no tokens, which is to Presidio's advantage in speed. Check digits are verified in
`validate_result`, as Presidio's own recognizers do. Of the extra `gongkai[bench]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from .identifiers import check_character, luhn

LANGUAGE = "zh"
_D = r"(?<!\d)"
_E = r"(?!\d)"
PATTERNS: dict[str, tuple[str, ...]] = {
    "person.resident_id": (_D + r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]" + _E,
                           _D + r"[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}" + _E),
    "person.mobile": (_D + r"(?:\+?86[- ]?)?1(?:3\d|4[579]|5[0-35-9]|6[2567]|7[0-35-8]|8\d|9[0-35-9])\d{8}" + _E,),
    "person.landline": (_D + r"0(?:10|2[0-9]|[3-9]\d{2})[- ]?[2-8]\d{6,7}" + _E,),
    "person.bank_card": (_D + r"(?:62|95588|4367|4581|5528|6013)\d{12,17}" + _E,),
    "person.passport": (r"(?<![A-Z0-9])(?:E[A-HJ-NP-Z]?|G|[DSP]E?)\d{7,8}(?!\d)",),
    "person.hongkong_macao_permit": (r"(?<![A-Z0-9])(?:[HM](?:\d{10}|\d{8})|C[A-Z]?\d{7,8}|W\d{8})(?!\d)",),
    "person.taiwan_permit": (r"(?<![A-Z0-9])[LT]?\d{8}(?!\d)",),
    "person.officer_id": (r"[军武海空南北沈兰成济广参政后装]字第?\d{6,8}号?",),
    "person.licence_plate": (r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Z](?:[A-HJ-NP-Z0-9]{5}|[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF]|[A-HJ-NP-Z0-9]{4}[学警港澳挂])",),
    "person.email": (r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}",),
    "person.home_address": (r"[\u4e00-\u9fff]{2,12}(?:县|区|市|镇|街道|村|路)[\u4e00-\u9fff0-9]{0,20}(?:\d+|[一二三四五六七八九十]+)(?:号楼?|栋|幢|室|组)",),
    "person.position": (r"(?:东经|E)?\d{2,3}\.\d{4,8}°?[,，]\s?(?:北纬|N)?\d{2}\.\d{4,8}°?",),
    "organisation.credit_code": (r"(?<![A-Z0-9])[159][1239]\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![A-Z0-9])",),
    "secrecy.mark": (r"(?:绝密|机密|秘密)★[\u4e00-\u9fff\d]{0,6}",),
    "secrecy.internal": (r"内部(?:资料|文件)|注意保存|不得(?:公开|外传)|严禁外传",),
    "secrecy.number": (r"[\u4e00-\u9fff]{1,8}密〔\d{4}〕\d{1,4}号",),
}  # fmt: skip


class _Checked(PatternRecognizer):
    """A recognizer that verifies a check digit."""

    check: Callable[[str], bool]

    def validate_result(self, pattern_text: str) -> bool | None:
        return self.check(pattern_text)


class _NoEngine(NlpEngine):
    """An engine that looks at nothing."""

    def load(self) -> None:
        """There is nothing to load."""

    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        return NlpArtifacts([], [], [], [], self, language)

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **kwargs: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:
        return False

    def is_punct(self, word: str, language: str) -> bool:
        return False

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return [LANGUAGE]


def _resident(text: str) -> bool:
    return len(text) == 15 or check_character(text[:17]) == text[17].upper()


CHECKS: dict[str, Callable[[str], bool]] = {
    "person.resident_id": _resident,
    "person.bank_card": lambda text: luhn(text[:-1]) == text[-1],
}


def analyzer(words: Iterable[str] = ()) -> AnalyzerEngine:
    """The analyzer; with words, a deny list of them too."""
    registry = RecognizerRegistry(supported_languages=[LANGUAGE])
    for kind, patterns in PATTERNS.items():
        listed = [Pattern(kind, pattern, 0.6) for pattern in patterns]
        recognizer = (_Checked if kind in CHECKS else PatternRecognizer)(
            kind, supported_language=LANGUAGE, patterns=listed
        )
        if isinstance(recognizer, _Checked):
            recognizer.check = CHECKS[kind]
        registry.add_recognizer(recognizer)
    denied = list(words)
    if denied:
        registry.add_recognizer(PatternRecognizer("words", supported_language=LANGUAGE, deny_list=denied))
    return AnalyzerEngine(registry=registry, nlp_engine=_NoEngine(), supported_languages=[LANGUAGE])
