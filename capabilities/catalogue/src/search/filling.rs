//! Words of a query that fill: they say little, unless the word beside them makes them part of one.

use super::index::Index;
use super::readings::Typed;
use super::vocabulary::Plain;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words that say little about which procedure is meant, by what is left of their weight. Only where
/// they stand alone: `can` is filling in `can lam gi`, but not in `can cuoc`.
const FILLING: &[(f32, &str)] = &[
    (
        0.0,
        "tôi toi tui em mình muốn là gì đâu thế nào như bao nhiêu thì mà hỏi ạ ơi này đó i want my how need is where",
    ),
    (0.05, "cần của để được các và tại rồi xong hay hoặc cái to a the of for in do"),
    (0.1, "anh chị đi ở lâu thủ tục bị có phải việc theo khi với lên đến an get apply"),
    (0.12, "xin"),
    (0.15, "làm cho về không ra"),
    (0.2, "tờ từ online qua"),
    (0.3, "hồ sơ giấy nộp mạng"),
    (0.35, "đơn"),
    (0.5, "trực tuyến"),
    (0.6, "nhà con"),
];

type Fillings = HashMap<String, Vec<(&'static str, f32)>>;
static FILLINGS: LazyLock<Fillings> = LazyLock::new(|| {
    let mut by_fold = Fillings::new();
    for (share, words) in FILLING {
        for word in words.split(' ') {
            by_fold.entry(kernel::text::fold(word)).or_default().push((word, *share));
        }
    }
    by_fold
});

/// What is left of the weight of a word if it is filling: it is written so, or without marks.
fn filling(word: &Typed) -> Option<f32> {
    let all = FILLINGS.get(&word.folded)?;
    let same = |one: &&(&str, f32)| one.0 == word.written || word.written.is_ascii();
    all.iter().filter(same).map(|one| one.1).reduce(f32::min)
}

/// Takes weight from filling words, unless they stand in names beside the word beside them.
pub(super) fn shares(index: &Index, typed: &mut [Typed]) {
    let fills: Vec<Option<f32>> = typed.iter().map(filling).collect();
    if fills.iter().all(Option::is_some) {
        return;
    }
    let ids: Vec<Option<Plain>> = typed.iter().map(|word| index.vocabulary.find(&word.folded)).collect();
    let known = |a: usize, b: usize| match (ids[a], ids[b]) {
        (Some(a), Some(b)) => index.vocabulary.pair(a, b) > 1,
        _ => false,
    };
    for at in 0..typed.len() {
        let Some(share) = fills[at] else { continue };
        let before = at > 0 && fills[at - 1].is_none() && known(at - 1, at);
        let after = at + 1 < typed.len() && fills[at + 1].is_none() && known(at, at + 1);
        // Written with its marks it is what it says; without, the pair decides.
        let certain = !typed[at].written.is_ascii() || share > 0.0;
        typed[at].share = match (before || after, certain) {
            (true, false) => 1.0,
            (true, true) => share.max(0.5),
            (false, _) => share,
        };
    }
}
