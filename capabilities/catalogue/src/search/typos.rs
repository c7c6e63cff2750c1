//! What was meant by what was typed: keys of a typing method left in the word, letters that sound
//! alike, a wrong or missing letter, a space too many or too few. Of all that may be meant, the
//! words are taken that stand beside each other in the names of procedures.

use super::letters::{distance, letters_in, sound, untyped};
use super::vocabulary::{Plain, Vocabulary};

/// Most words of a query that are mended; the rest is taken as it stands.
const MENDED_WORDS: usize = 16;
/// Longest word that is taken apart into syllables, in letters.
const LONGEST_JOINED: usize = 28;
/// Most words that come into question for one typed word.
const CHOICES: usize = 24;

/// One way to read a stretch of the query.
#[derive(Clone, Debug)]
struct Step {
    /// First typed word.
    from: usize,
    /// The typed word after the last.
    to: usize,
    /// What it is taken for; empty for a word that stays unknown.
    words: Vec<Plain>,
    /// What it costs to believe it.
    cost: f32,
}

/// A word of the mended query.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Mended {
    /// The word, none for one that stays unknown.
    pub(super) plain: Option<Plain>,
    /// The typed word it stands for.
    pub(super) typed: usize,
}

/// The query as it was probably meant; none when that is how it was typed. `typed` is folded;
/// the last word may be unfinished.
pub(super) fn mend(vocabulary: &Vocabulary, typed: &[String], unfinished: bool) -> Option<Vec<Mended>> {
    let considered = &typed[..typed.len().min(MENDED_WORDS)];
    let mut steps: Vec<Step> = Vec::new();
    for at in 0..considered.len() {
        let last = unfinished && at + 1 == considered.len();
        steps.extend(choices(vocabulary, considered, at, last));
    }
    let path = best_path(vocabulary, &steps, considered.len());
    let path = supported(vocabulary, typed, path);
    if path.iter().all(|step| is_as_typed(vocabulary, typed, step)) {
        return None;
    }
    let mut mended = Vec::new();
    for step in path {
        let words = step.words.iter().map(|word| Mended { plain: Some(*word), typed: step.from });
        mended.extend(words);
        if step.words.is_empty() {
            mended.push(Mended { plain: None, typed: step.from });
        }
    }
    mended.extend(
        (considered.len()..typed.len()).map(|at| Mended { plain: vocabulary.find(&typed[at]), typed: at }),
    );
    Some(mended)
}

fn is_as_typed(vocabulary: &Vocabulary, typed: &[String], step: &Step) -> bool {
    let same = |word: &Plain| *vocabulary.plain[*word as usize] == *typed[step.from];
    step.to == step.from + 1 && (step.words.is_empty() || (step.words.len() == 1 && same(&step.words[0])))
}

/// Believes a mended word only where it stands beside a neighbour in some name, or there is no
/// neighbour to ask; the others stay as they were typed.
fn supported(vocabulary: &Vocabulary, typed: &[String], path: Vec<Step>) -> Vec<Step> {
    let alone = path.len() == 1;
    let beside = |at: usize, step: &Step| {
        let before = at.checked_sub(1).and_then(|at| path[at].words.last().copied());
        let after = path.get(at + 1).and_then(|next| next.words.first().copied());
        let first =
            step.words.first().zip(before).is_some_and(|(word, other)| vocabulary.pair(other, *word) > 0);
        let last =
            step.words.last().zip(after).is_some_and(|(word, other)| vocabulary.pair(*word, other) > 0);
        first || last || step.words.len() > 1
    };
    let mut kept = Vec::with_capacity(path.len());
    for (at, step) in path.iter().enumerate() {
        if alone || is_as_typed(vocabulary, typed, step) || beside(at, step) {
            kept.push(step.clone());
            continue;
        }
        let as_typed = |at: usize| Step {
            from: at,
            to: at + 1,
            words: vocabulary.find(&typed[at]).into_iter().collect(),
            cost: 0.0,
        };
        kept.extend((step.from..step.to).map(as_typed));
    }
    kept
}

/// The cheapest way through the query, where words that stand beside each other in names pay back
/// a part of what they cost.
fn best_path(vocabulary: &Vocabulary, steps: &[Step], length: usize) -> Vec<Step> {
    // For each step, the worth of the best way that ends with it, and the step before.
    let mut worth = vec![f32::NEG_INFINITY; steps.len()];
    let mut before: Vec<Option<usize>> = vec![None; steps.len()];
    // Steps come in the order of their first word, so those that end before one are known by then.
    let mut ending: Vec<Vec<usize>> = vec![Vec::new(); length + 1];
    for (at, step) in steps.iter().enumerate() {
        ending[step.to].push(at);
        let own = inner_worth(vocabulary, &step.words) - step.cost;
        if step.from == 0 {
            worth[at] = own;
            continue;
        }
        for other in &ending[step.from] {
            let between = match (steps[*other].words.last(), step.words.first()) {
                (Some(a), Some(b)) => pair_worth(vocabulary, *a, *b),
                _ => 0.0,
            };
            let through = worth[*other] + between + own;
            if through > worth[at] {
                worth[at] = through;
                before[at] = Some(*other);
            }
        }
    }
    let ends = (0..steps.len()).filter(|at| steps[*at].to == length);
    let mut at = ends.max_by(|a, b| worth[*a].total_cmp(&worth[*b]));
    let mut path = Vec::new();
    while let Some(step) = at {
        path.push(steps[step].clone());
        at = before[step];
    }
    path.reverse();
    path
}

fn inner_worth(vocabulary: &Vocabulary, words: &[Plain]) -> f32 {
    words.windows(2).map(|pair| pair_worth(vocabulary, pair[0], pair[1])).sum()
}

/// What two words beside each other are worth: nothing where no name has them so.
fn pair_worth(vocabulary: &Vocabulary, first: Plain, then: Plain) -> f32 {
    match vocabulary.pair(first, then) {
        0 => 0.0,
        #[expect(clippy::cast_precision_loss, reason = "a count of some thousands")]
        count => 0.9 + 0.18 * (count as f32).ln(),
    }
}

/// All that one typed word may stand for, alone or with the next.
fn choices(vocabulary: &Vocabulary, typed: &[String], at: usize, unfinished: bool) -> Vec<Step> {
    let word = typed[at].as_str();
    let step = |words: Vec<Plain>, to: usize, cost: f32| Step { from: at, to, words, cost };
    let known = vocabulary.find(word).filter(|id| vocabulary.seen[*id as usize] > 0);
    let mut steps = vec![match vocabulary.find(word) {
        Some(id) => step(vec![id], at + 1, if known.is_some() { 0.0 } else { 0.4 }),
        None => step(Vec::new(), at + 1, 2.2),
    }];
    if let Some(joined) = typed.get(at + 1).map(|next| format!("{word}{next}")) {
        let both = known.is_some() && vocabulary.find(&typed[at + 1]).is_some();
        let cost = if both { 1.6 } else { 0.5 };
        steps.extend(vocabulary.find(&joined).map(|id| step(vec![id], at + 2, cost)));
    }
    if word.chars().all(|c| c.is_ascii_digit()) {
        return steps;
    }
    let length = word.chars().count();
    let alone = |id: Plain, cost: f32| step(vec![id], at + 1, cost);
    let sounding = vocabulary.sounding(&sound(word)).iter();
    let alike = sounding.filter(|id| *vocabulary.plain[**id as usize] != *word);
    let other = if known.is_some() { 1.1 } else { 0.6 };
    steps.extend(alike.take(CHOICES).map(|id| alone(*id, other)));
    if known.is_none() {
        let keys = untyped(word);
        if keys != word {
            steps.extend(vocabulary.find(&keys).map(|id| alone(id, 0.3)));
            steps.extend(vocabulary.sounding(&sound(&keys)).iter().take(CHOICES).map(|id| alone(*id, 0.8)));
        }
        steps.extend(split(vocabulary, word).map(|(words, cost)| step(words, at + 1, cost)));
        steps.extend(near(vocabulary, word, length).into_iter().map(|(id, cost)| alone(id, cost)));
    }
    if unfinished && length > 1 {
        let longer = vocabulary.beginning(word).iter().filter(|id| vocabulary.seen[**id as usize] > 0);
        let mut longer: Vec<Plain> = longer.copied().collect();
        longer.sort_by_key(|id| std::cmp::Reverse(vocabulary.seen[*id as usize]));
        // A beginning costs nothing to believe unless it is a word itself.
        let cost = if known.is_some() { 1.3 } else { 0.3 };
        steps.extend(longer.into_iter().take(CHOICES).map(|id| alone(id, cost)));
    }
    steps
}

/// Known words one letter away (two for long words), with what it costs to believe them. Two
/// letters that changed places count as one.
fn near(vocabulary: &Vocabulary, word: &str, length: usize) -> Vec<(Plain, f32)> {
    if length < 3 {
        return Vec::new();
    }
    let allowed = if length >= 8 { 2 } else { 1 };
    let letters = letters_in(word);
    let typed: Vec<char> = word.chars().collect();
    let mut other: Vec<char> = Vec::new();
    let mut found = Vec::new();
    for (id, known) in vocabulary.plain.iter().enumerate() {
        let apart = known.len().abs_diff(word.len());
        if vocabulary.seen[id] == 0 || apart > allowed * 2 {
            continue;
        }
        if (vocabulary.letters[id] ^ letters).count_ones() as usize > allowed * 2 {
            continue;
        }
        other.clear();
        other.extend(known.chars());
        let edits = distance(&typed, &other, allowed);
        if edits <= allowed {
            // A short word is far away at one letter already.
            let short = if length < 4 { 0.5 } else { 0.0 };
            let other_start = if known.chars().next() == typed.first().copied() { 0.0 } else { 0.25 };
            let cost = if edits == 1 { 1.0 } else { 1.5 } + short + other_start;
            found.push((super::vocabulary::number(id), cost));
        }
    }
    found.sort_by_key(|(id, _)| std::cmp::Reverse(vocabulary.seen[*id as usize]));
    found.truncate(CHOICES);
    found
}

/// A word written without spaces, as syllables: `khaisinh`. At least one pair of them must stand
/// beside each other in names.
fn split(vocabulary: &Vocabulary, word: &str) -> Option<(Vec<Plain>, f32)> {
    if word.len() < 4 || word.len() > LONGEST_JOINED || !word.is_ascii() {
        return None;
    }
    // Best way to each place: worth, last syllable, where it began.
    let mut ways: Vec<Option<(f32, Plain, usize)>> = vec![None; word.len() + 1];
    for end in 1..=word.len() {
        for start in end.saturating_sub(9)..end {
            if start > 0 && ways[start].is_none() {
                continue;
            }
            let Some(id) = vocabulary.find(&word[start..end]).filter(|id| vocabulary.seen[*id as usize] > 0)
            else {
                continue;
            };
            let before = ways[start].map(|(worth, last, _)| worth + pair_worth(vocabulary, last, id));
            // Each syllable costs, and a single letter costs more.
            let cost = if end - start == 1 { 1.5 } else { 0.7 };
            let worth = before.unwrap_or(0.0) - cost;
            if ways[end].is_none_or(|(known, ..)| worth > known) {
                ways[end] = Some((worth, id, start));
            }
        }
    }
    let mut words = Vec::new();
    let mut at = word.len();
    while at > 0 {
        let (_, id, start) = ways[at]?;
        words.push(id);
        at = start;
    }
    words.reverse();
    let joined = words.windows(2).any(|pair| vocabulary.pair(pair[0], pair[1]) > 0);
    (words.len() > 1 && joined).then_some((words, 0.5))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let mut all = Vocabulary::default();
        for name in [
            "đăng ký khai sinh",
            "đăng ký kết hôn",
            "đăng ký tạm trú",
            "chủ hộ kinh doanh",
            "cấp giấy phép lái xe",
            "chứng thực chữ ký",
            "registration of a birth",
        ] {
            for _ in 0..5 {
                let words: Vec<u32> = name.split(' ').map(|word| all.add(word)).collect();
                all.note(&words);
            }
        }
        all.finish();
        all
    }

    fn meant(typed: &str) -> String {
        let all = vocabulary();
        let words: Vec<String> = typed.split(' ').map(str::to_owned).collect();
        let mended = mend(&all, &words, true).unwrap_or_default();
        let shown = mended.iter().map(|one| one.plain.map_or("?", |id| &all.plain[id as usize]));
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_typed_well_is_left_alone() {
        for typed in ["dang ky khai sinh", "khai sinh", "zzz", ""] {
            assert_eq!(meant(typed), "", "{typed}");
        }
    }

    #[test]
    fn keys_of_a_typing_method_are_taken_out() {
        assert_eq!(meant("dang ky khai sinhs"), "dang ky khai sinh");
        assert_eq!(meant("ddawng kys khai sinh"), "dang ky khai sinh");
        assert_eq!(meant("d9a8ng ky1 ke6t1 ho6n"), "dang ky ket hon");
    }

    #[test]
    fn letters_that_sound_alike_are_heard_as_what_stands_beside_them() {
        assert_eq!(meant("khai xinh"), "khai sinh");
        assert_eq!(meant("dang ki tam chu"), "dang ky tam tru");
        assert_eq!(meant("trung thuc chu ky"), "chung thuc chu ky");
        assert_eq!(meant("giai phep nai xe"), "giay phep lai xe");
    }

    #[test]
    fn a_wrong_letter_or_a_wrong_space_is_mended() {
        assert_eq!(meant("khaisinh"), "khai sinh");
        assert_eq!(meant("dangkykhaisinh"), "dang ky khai sinh");
        assert_eq!(meant("kh ai sinh"), "khai sinh");
        assert_eq!(meant("knih doanh"), "kinh doanh");
        assert_eq!(meant("registartion of a brith"), "registration of a birth");
    }

    #[test]
    fn the_last_word_may_be_unfinished() {
        assert_eq!(meant("dang ky k"), "");
        assert_eq!(meant("giay phep la"), "giay phep lai");
    }
}
