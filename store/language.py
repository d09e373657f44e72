"""The language of a text: French, English or Spanish, told by its commonest words."""

from __future__ import annotations

from collections import Counter

from store.lexicon import words

COMMON = {
    "fr": frozenset(
        """le la les des et du une dans pour par est sur que qui aux au en un ce se sont ou il elle
        on ne pas quels quelles
        quel quelle comment pourquoi dit disent parle y a t leur leurs avec sans""".split()
    ),
    "en": frozenset(
        """the of and to in for that is on by with as be shall what which who how does do did are
        was were should there any
        it this these about from have has an say says where when why""".split()
    ),
    "es": frozenset(
        """el los las del y una para por que con en se al como es son qué cual cuales quien quienes
        donde cuando hay un lo
        su sus segun sobre fue han ha dice dicen""".split()
    ),
}


def detect_language(text: str, default: str = "fr") -> str:
    """Return fr, en or es; ``default`` where the words do not tell."""
    counted = Counter(words(text[:20_000]))
    score = {language: sum(counted[word] for word in common) for language, common in COMMON.items()}
    best = max(score, key=lambda language: (score[language], language == default))
    rivals = [language for language in score if score[language] == score[best]]
    return best if len(rivals) == 1 and score[best] > 0 else default
