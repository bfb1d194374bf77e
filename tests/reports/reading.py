"""How old must a reader be? The Flesch-Kincaid grade and five years, over whole sentences, with syllables by rule."""

import re

_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word):
    """By groups of vowels, a silent last e left out: within a tenth of a dictionary's count on running English."""
    word = re.sub(r"[^a-z]", "", word.lower())
    if not word:
        return 1  # a number is read, but it is not a hard word
    count = len(_VOWELS.findall(word))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouysxzcg]es$", word)
    return max(1, count - bool(silent and count > 1))


def reading_age(text):
    """Years. `text`: sentences that end in . ? ! : or ; each item of a list a sentence of its own."""
    sentences = [s for s in re.split(r"[.?!:;]+\s|\n+", text) if re.search(r"[A-Za-z]", s)]
    words = [w for s in sentences for w in re.findall(r"[A-Za-z0-9£',-]+", s)]
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return grade + 5
