//! Letters: how a syllable sounds, what a typing method leaves in it, how far two words are apart.

/// How a folded word sounds where many people do not hear a difference: `s` and `x`, `ch` and `tr`,
/// `d`, `gi` and `r`, `l` and `n`, `i` and `y`, and in the South the ends `n` and `ng`, `t` and `c`.
pub(super) fn sound(word: &str) -> String {
    let (initial, rest) = initial_of(word);
    let mut out = String::with_capacity(word.len());
    out.push_str(match initial {
        "x" | "s" => "s",
        "tr" | "ch" => "ch",
        "gi" | "r" | "d" => "d",
        "l" | "n" => "n",
        "c" | "k" | "q" => "k",
        "ng" | "ngh" => "ng",
        "g" | "gh" => "g",
        "ph" | "f" => "f",
        other => other,
    });
    let rest = rest.replace('y', "i");
    match rest.strip_suffix("ng").map(|stem| (stem, "n")).or(rest.strip_suffix('c').map(|stem| (stem, "t"))) {
        Some((stem, end)) if !stem.is_empty() => out.extend([stem, end]),
        _ => out.push_str(&rest),
    }
    out
}

/// The consonants a syllable begins with, and the rest.
fn initial_of(word: &str) -> (&str, &str) {
    const INITIALS: [&str; 10] = ["ngh", "ng", "nh", "tr", "ch", "ph", "th", "kh", "gh", "gi"];
    for initial in INITIALS {
        if let Some(rest) = word.strip_prefix(initial) {
            // `gi` is a whole syllable, too: then its vowel stays.
            return if rest.is_empty() { word.split_at(1) } else { (initial, rest) };
        }
    }
    let end = word.chars().next().filter(|c| !"aeiouy".contains(*c)).map_or(0, char::len_utf8);
    word.split_at(end)
}

/// A folded word without the keys a typing method leaves when it was off: `ddawng` and `d9a8ng` are
/// `dang`, `sinhs` is `sinh`.
pub(super) fn untyped(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut vowel = false;
    for c in word.chars() {
        let last = out.chars().next_back();
        let tone = vowel && "sfrxjwz".contains(c);
        let doubled = last == Some(c) && (c == 'd' || "aeo".contains(c));
        if c.is_ascii_digit() || tone || doubled || (c == 'w' && !vowel && !out.is_empty()) {
            continue;
        }
        vowel |= "aeiouy".contains(c);
        out.push(c);
    }
    out
}

/// Which letters stand in a word, one bit each: a quick way to see that two words are far apart.
pub(super) fn letters_in(word: &str) -> u64 {
    word.bytes().fold(0, |bits, byte| bits | 1 << (byte & 63))
}

/// How many letters are wrong, missing, too many, or changed places with the next; `most + 1` when
/// there are more than `most`.
pub(super) fn distance(a: &[char], b: &[char], most: usize) -> usize {
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut earlier: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (previous[j - 1] + same).min(previous[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(earlier[j - 2] + 1);
            }
        }
        if row.iter().all(|cost| *cost > most) {
            return most + 1;
        }
        earlier = std::mem::replace(&mut previous, row);
    }
    previous[b.len()]
}
