//! Names as they are looked for: without capitals and accents.

/// "Übergänge" becomes "ubergange". Only what a keyboard without the letter would leave out is
/// folded, and only in Latin script: names are short, and a table of all scripts is not.
pub(crate) fn fold(name: &str) -> String {
    if name.is_ascii() {
        // As most letters are: ten thousand titles are folded in about a millisecond.
        return name.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'æ' => folded.push_str("ae"),
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => folded.push('c'),
            'ď' | 'đ' | 'ð' => folded.push('d'),
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => folded.push('g'),
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => folded.push('i'),
            'ł' | 'ĺ' | 'ļ' | 'ľ' => folded.push('l'),
            'ñ' | 'ń' | 'ņ' | 'ň' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => folded.push('o'),
            'œ' => folded.push_str("oe"),
            'ŕ' | 'ř' => folded.push('r'),
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => folded.push('s'),
            'ß' => folded.push_str("ss"),
            'ţ' | 'ť' | 'ț' => folded.push('t'),
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            '’' | '‘' => folded.push('\''),
            // Accents that stand by themselves after their letter.
            '\u{300}'..='\u{36f}' => {}
            letter => folded.push(letter),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn letters_lose_their_accents_and_others_stay() {
        assert_eq!(fold("The Rain"), "the rain");
        assert_eq!(fold("ÜBERGÄNGE"), "ubergange");
        assert_eq!(fold("Straße"), "strasse");
        assert_eq!(fold("cafe\u{301}"), "cafe");
        assert_eq!(fold("İzmir"), "izmir");
        assert_eq!(fold("日記"), "日記");
    }
}
