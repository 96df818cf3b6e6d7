from benchmarks.roles.casing_words import unexpected


def test_words_keep_the_form_that_is_commonest_inside_sentences():
    texts = ["They saw Sand and sand, some sand. Now EU met EU.", "<p>Rome</p> to EU"]

    assert unexpected(texts) == ["EU"]


def test_a_word_seen_once_says_nothing():
    assert unexpected(["They met the OECD there."]) == []
