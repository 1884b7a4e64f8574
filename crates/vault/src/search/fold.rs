//! Letters as search compares them: without case, accents and typographic variants, so that
//! "uber" finds "Über" and "strasse" finds "Straße".

use icu_normalizer::DecomposingNormalizerBorrowed;

/// Appends `letter` as search compares it; nothing if it is an accent by itself.
pub(super) fn fold(letter: char, folded: &mut String) {
    if letter.is_ascii() {
        return folded.push(letter.to_ascii_lowercase());
    }
    // Syllables of Hangul and voiced kana would fall apart into pieces that nobody types.
    if is_unspaced(letter) && !is_halfwidth(letter) {
        return folded.push(letter);
    }
    let plain = DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(letter.to_lowercase());
    for part in plain.filter(|&part| !is_accent(part)) {
        match letters_for(part) {
            Some(letters) => folded.push_str(letters),
            None => folded.extend(part.to_lowercase()),
        }
    }
}

/// Letters that are written otherwise where a keyboard lacks them, and that Unicode does not
/// take apart.
const fn letters_for(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'þ' => "th",
        'ς' => "σ",
        _ => return None,
    })
}

/// Marks that people leave out when they type quickly: accents of the Latin, Greek and Cyrillic
/// scripts, points of Hebrew, vowel signs of Arabic. The vowel signs of Indic scripts stay: a
/// word without them is another word.
const fn is_accent(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{5c7}'
        | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// Whether a letter belongs to a script that is written without spaces, or, as Korean, with
/// endings that grow onto the words. Such text is cut into pairs of letters.
pub(super) const fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' // Thai
        | '\u{e81}'..='\u{ece}' // Lao
        | '\u{1000}'..='\u{1049}' // Burmese
        | '\u{1780}'..='\u{17d3}' // Khmer
        | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' // kana
        | '\u{3105}'..='\u{312f}' | '\u{31a0}'..='\u{31bf}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' // Han
        | '\u{ac00}'..='\u{d7a3}' // Hangul
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}')
}

const fn is_halfwidth(letter: char) -> bool {
    matches!(letter, '\u{ff66}'..='\u{ff9f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut folded = String::new();
        text.chars().for_each(|letter| fold(letter, &mut folded));
        folded
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        assert_eq!(folded("Über ÉCOLE naïve Łódź"), "uber ecole naive lodz");
        assert_eq!(folded("Straße STRASSE ẞ"), "strasse strasse ss");
        assert_eq!(folded("cafe\u{301}"), "cafe");
        assert_eq!(folded("İstanbul ısı"), "istanbul isi");
        assert_eq!(folded("Ἀθῆναι ΟΔΟΣ"), "αθηναι οδοσ");
        assert_eq!(folded("ёлка"), "елка");
        assert_eq!(folded("ｆｕｌｌ　ﬁn"), "full fin");
        assert_eq!(folded("שָׁלוֹם"), "שלום");
    }

    #[test]
    fn other_scripts_keep_what_makes_a_word() {
        assert_eq!(folded("हिन्दी"), "हिन्दी");
        assert_eq!(folded("がか 한국"), "がか 한국");
        assert_eq!(folded("ｶﾀ"), "カタ");
    }
}
