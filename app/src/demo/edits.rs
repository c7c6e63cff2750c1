//! Changes of procedures on their way in a demonstration: one being written, one waiting for a
//! second person. Neither changes what people see.

use super::people::People;
use crate::house::House;
use catalogue::edits::{Place, Stamp, section};
use kernel::{Failure, Fault, Id};
use tokio::runtime::Builder;

/// Who writes changes.
pub(super) const AUTHOR: &str = "bientap";

/// Begins both, by commands.
pub(super) fn seed(house: &House, people: &People) -> Result<(), Failure> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(Fault::from)?;
    let author = people.actor(house, AUTHOR)?.account.unwrap_or(Id(0));
    let today = house.clock.civil().day();
    let next = today.plus_months(1);
    let codes = house.catalogue.list(today);
    for (at, revision) in codes.iter().take(2).enumerate() {
        runtime.block_on(one(house, author, revision.code(), next, at == 1))?;
    }
    Ok(())
}

/// An act more among the legal bases; then, where wanted, before a second person.
async fn one(house: &House, author: Id, code: &str, from: kernel::Day, propose: bool) -> Result<(), Failure> {
    let edits = house.edits();
    let stamp = Stamp { account: author, key: None };
    let reason =
        "Rà soát căn cứ pháp lý theo kế hoạch kiểm soát thủ tục hành chính năm nay (dữ liệu minh họa)";
    let id = edits.start(&stamp, code, Some(from), reason).await?;
    let basis = section("can-cu").ok_or_else(|| Fault::new("no section for legal bases"))?;
    let said = [
        ("number", "61/2018/NĐ-CP"),
        ("name", "Nghị định về thực hiện cơ chế một cửa, một cửa liên thông"),
        ("source_mark", "M"),
        ("source_text", "Dữ liệu minh họa"),
    ];
    let typed = move |name: &str| -> Vec<String> {
        said.iter().filter(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()).collect()
    };
    edits.save_item(&stamp, id, 1, (basis, Place { outer: None, at: None }), &typed).await?;
    if propose {
        edits.propose(&stamp, id, 2).await?;
    }
    Ok(())
}
