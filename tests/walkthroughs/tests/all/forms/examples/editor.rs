//! Forms of the editors of procedures.

use super::offices::{date, today};
use super::{Example, PERMIT, Prepare, Scene};
use catalogue::Edits;
use catalogue::edits::{Place, Stamp, section};
use kernel::{Day, Failure, Id};
use std::io::Write;

const AUTHOR: &str = "bientap";
const SECOND: &str = "kiemsoat";
const DOUBTS: &str = "/can-bo/nghi-van";
const SETTLE: &str = "/can-bo/nghi-van/da-xem";
const MISSED: &str = "/can-bo/tu-khong-thay";

pub(super) fn example(path: &str) -> Option<Option<Prepare>> {
    let prepare: Prepare = match path {
        "/can-bo/thu-tuc/{ma}/sua" => |scene| {
            let (who, home) = (scene.who(AUTHOR), home());
            let form = who.form(&home, &format!("{home}/sua"));
            let mut values = vec![("reason".to_owned(), "Nghị quyết (ví dụ)".to_owned())];
            values.extend(date("from", today(scene).plus(40)));
            Example { values, ..Example::new(who, form, &[]).stranger(scene.who("chutich.saigon")) }
        },
        "/can-bo/thu-tuc/{ma}/khoi-phuc" => |scene| {
            let (who, home) = (scene.who(AUTHOR), home());
            let form = who.form(&home, &format!("{home}/khoi-phuc"));
            let mut values = vec![("because".to_owned(), "Nghị quyết (ví dụ)".to_owned())];
            values.extend(date("again", today(scene).plus(40)));
            Example { values, ..Example::new(who, form, &[]).stranger(scene.who("chutich.saigon")) }
        },
        "/can-bo/thu-tuc/{ma}/huy" => |scene| {
            let published = published(scene);
            let (who, home) = (scene.who(SECOND), home());
            let mut form = who.form(&home, &format!("{home}/huy"));
            let name = format!("note_{published}");
            for input in &mut form.inputs {
                if input.name == "publication" {
                    input.value = published.to_string();
                } else if input.name.starts_with("note_") {
                    input.name.clone_from(&name);
                }
            }
            Example::new(who, form, &[(&name, "Lùi ngày (ví dụ)")]).stranger(scene.who("chutich.saigon"))
        },
        "/can-bo/thu-tuc/{ma}/sua/{ban}/ngay" => |scene| {
            let id = begun(scene);
            let example = of_edit(scene, AUTHOR, id, "", "/ngay", &[("reason", "Nghị quyết khác (ví dụ)")]);
            others_may_not(scene, example)
        },
        "/can-bo/thu-tuc/{ma}/sua/{ban}/muc/{phan}/{cho}" => |scene| {
            let id = begun(scene);
            let values = [
                ("mmoi_number", "12/2026/NQ-HĐND"),
                ("mmoi_name", "Nghị quyết (ví dụ)"),
                ("mmoi_source_text", "Điều 1"),
            ];
            let example = of_edit(scene, AUTHOR, id, "/muc/can-cu", "/muc/can-cu/moi", &values);
            others_may_not(scene, example)
        },
        "/can-bo/thu-tuc/{ma}/sua/{ban}/muc/{phan}/{cho}/bo" => |scene| {
            let id = begun(scene);
            let example = of_edit(scene, AUTHOR, id, "/muc/giay-to", "/muc/giay-to/0/bo", &[]);
            others_may_not(scene, example)
        },
        "/can-bo/thu-tuc/{ma}/sua/{ban}/muc/{phan}/{cho}/len" => |scene| {
            let id = begun(scene);
            let example = of_edit(scene, AUTHOR, id, "/muc/giay-to", "/muc/giay-to/1/len", &[]);
            others_may_not(scene, example)
        },
        "/can-bo/thu-tuc/{ma}/sua/{ban}/vua" => |scene| {
            let id = begun(scene);
            let edits = scene.town.house().edits();
            let shorter = [
                ("limit_n", "14"),
                ("limit_unit", "days"),
                ("when", "work == 'house'"),
                ("label_vi", "Nhà ở riêng lẻ"),
                ("source_mark", "L"),
                ("source_text", "Nghị quyết (ví dụ)"),
            ];
            done(scene, save(scene, &edits, id, "thoi-han", Some(0), &shorter));
            others_may_not(scene, of_edit(scene, AUTHOR, id, "", "/vua", &[]))
        },
        "/can-bo/thu-tuc/{ma}/sua/{ban}/trinh" => |scene| {
            let id = changed(scene);
            others_may_not(scene, of_edit(scene, AUTHOR, id, "", "/trinh", &[]))
        },
        "/can-bo/thu-tuc/{ma}/sua/{ban}/lay-lai" => |scene| {
            let id = proposed(scene);
            others_may_not(scene, of_edit(scene, AUTHOR, id, "", "/lay-lai", &[]))
        },
        "/can-bo/thu-tuc/{ma}/sua/{ban}/bo" => |scene| {
            let id = begun(scene);
            others_may_not(scene, of_edit(scene, AUTHOR, id, "", "/bo", &[]))
        },
        "/can-bo/thu-tuc/{ma}/sua/{ban}/tra-lai" => |scene| {
            let id = proposed(scene);
            let example = of_edit(scene, SECOND, id, "", "/tra-lai", &[("note", "Thiếu căn cứ (ví dụ)")]);
            Example { stranger: Some((scene.who(AUTHOR), 409)), ..example }
        },
        "/can-bo/thu-tuc/{ma}/sua/{ban}/cong-bo" => |scene| {
            let id = proposed(scene);
            let example = of_edit(scene, SECOND, id, "", "/cong-bo", &[]);
            Example { stranger: Some((scene.who(AUTHOR), 409)), ..example }
        },
        SETTLE => |scene| {
            imported(scene);
            let who = scene.who(AUTHOR);
            let form = who.form(DOUBTS, SETTLE);
            Example::new(who, form, &[("note_0", "Đã xem (ví dụ)")]).stranger(scene.who("chutich.saigon"))
        },
        "/can-bo/nghi-van/mo-lai" => |scene| {
            imported(scene);
            let who = scene.who(AUTHOR);
            let form = who.form(DOUBTS, SETTLE);
            let settling = Example::new(who, form, &[("note_0", "Đã xem (ví dụ)")]);
            settling.who.post(&settling.form.action, &settling.pairs()).expect(303);
            let form = settling.who.form(&format!("{DOUBTS}?ca=1"), "/can-bo/nghi-van/mo-lai");
            Example::new(settling.who, form, &[]).stranger(scene.who("chutich.saigon"))
        },
        MISSED => |scene| {
            missed(scene);
            let who = scene.who(AUTHOR);
            let form = who.form(MISSED, MISSED);
            Example::new(who, form, &[]).stranger(scene.who("chutich.saigon"))
        },
        // Goes on to the next page of a preview: it changes nothing.
        "/can-bo/thu-tuc/{ma}/sua/{ban}/xem/hoi/{khoa}" => return Some(None),
        _ => return None,
    };
    Some(Some(prepare))
}

/// Other ways to send the same forms.
pub(super) fn also(path: &str) -> Vec<Prepare> {
    match path {
        // A procedure begun from a record that only the national catalogue has.
        "/can-bo/thu-tuc/{ma}/sua" => vec![|scene| {
            let code = imported(scene);
            let (who, home) = (scene.who(AUTHOR), format!("/can-bo/thu-tuc/{code}"));
            let form = who.form(&home, &format!("{home}/sua"));
            let mut values = vec![("reason".to_owned(), "Quyết định (ví dụ)".to_owned())];
            values.extend(date("from", today(scene).plus(40)));
            Example { values, ..Example::new(who, form, &[]).stranger(scene.who("chutich.saigon")) }
        }],
        // What is written of it is its author's, and has a version, like any change.
        "/can-bo/thu-tuc/{ma}/sua/{ban}/muc/{phan}/{cho}" => vec![|scene| {
            let code = imported(scene);
            let edits = scene.town.house().edits();
            let stamp = account(scene, AUTHOR);
            let id = done(scene, edits.start(&stamp, &code, Some(free_day(scene)), "Quyết định (ví dụ)"));
            let who = scene.who(AUTHOR);
            let path = format!("/can-bo/thu-tuc/{code}/sua/{id}/muc/can-cu");
            let form = who.form(&path, &format!("{path}/moi"));
            let values = [
                ("mmoi_number", "12/2026/NQ-HĐND"),
                ("mmoi_name", "Nghị quyết (ví dụ)"),
                ("mmoi_source_text", "Điều 1"),
            ];
            others_may_not(scene, Example::new(who, form, &values).versioned("version"))
        }],
        _ => Vec::new(),
    }
}

fn home() -> String {
    format!("/can-bo/thu-tuc/{PERMIT}")
}

fn path(id: Id) -> String {
    format!("{}/sua/{id}", home())
}

fn account(scene: &Scene<'_>, login: &str) -> Stamp {
    Stamp { account: scene.town.actor(login).account.unwrap(), key: None }
}

fn done<T>(scene: &Scene<'_>, work: impl Future<Output = Result<T, Failure>>) -> T {
    scene.town.wait(work).unwrap_or_else(|failure| panic!("{failure:?}"))
}

/// A form of the author's or the second person's on a page of a change.
fn of_edit(
    scene: &Scene<'_>,
    login: &str,
    id: Id,
    page: &str,
    leaf: &str,
    values: &[(&str, &str)],
) -> Example {
    let who = scene.who(login);
    let form = who.form(&format!("{}{page}", path(id)), &format!("{}{leaf}", path(id)));
    Example::new(who, form, values).versioned("version")
}

/// Another editor is told whose it is.
fn others_may_not(scene: &Scene<'_>, example: Example) -> Example {
    Example { stranger: Some((scene.who(SECOND), 409)), ..example }
}

/// A day that no other example used: each earlier than the last, so that none stands on another.
fn free_day(scene: &Scene<'_>) -> Day {
    today(scene).plus(900 - i64::try_from(scene.number()).unwrap())
}

fn begun(scene: &Scene<'_>) -> Id {
    let edits = scene.town.house().edits();
    let stamp = account(scene, AUTHOR);
    done(scene, edits.start(&stamp, PERMIT, Some(free_day(scene)), "Nghị quyết (ví dụ)"))
}

async fn save(
    scene: &Scene<'_>,
    edits: &Edits,
    id: Id,
    slug: &str,
    at: Option<usize>,
    values: &[(&str, &str)],
) -> Result<(), Failure> {
    let version = edits.edit(id).await?.version;
    let place = (section(slug).unwrap(), Place { outer: None, at });
    let typed = |name: &str| -> Vec<String> {
        values.iter().filter(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()).collect()
    };
    edits.save_item(&account(scene, AUTHOR), id, version, place, &typed).await
}

/// A change with something in it.
fn changed(scene: &Scene<'_>) -> Id {
    let (id, edits) = (begun(scene), scene.town.house().edits());
    let values = [
        ("number", "12/2026/NQ-HĐND"),
        ("name", "Nghị quyết"),
        ("source_mark", "L"),
        ("source_text", "Điều 1"),
    ];
    done(scene, save(scene, &edits, id, "can-cu", None, &values));
    id
}

fn proposed(scene: &Scene<'_>) -> Id {
    let (id, edits) = (changed(scene), scene.town.house().edits());
    done(scene, edits.propose(&account(scene, AUTHOR), id, 2));
    id
}

/// A scheduled text: its publication.
fn published(scene: &Scene<'_>) -> Id {
    let (id, edits) = (proposed(scene), scene.town.house().edits());
    done(scene, edits.publish(&account(scene, SECOND), id, 3));
    let all = scene.town.house().catalogue.publications(PERMIT);
    all.iter().find(|one| one.edit == Some(id)).unwrap().id
}

/// Records that say nothing, which is doubted; the code of the last.
fn imported(scene: &Scene<'_>) -> String {
    let house = scene.town.house();
    let path = std::env::temp_dir().join(format!("motcua-{}-{}.jsonl", std::process::id(), scene.number()));
    let mut file = std::fs::File::create(&path).unwrap();
    let mut code = String::new();
    for n in 0..6 {
        code = format!("9.9{:05}", scene.number());
        writeln!(file, r#"{{"ma_thu_tuc": "{code}", "ten_thu_tuc": "Thủ tục thử {n}"}}"#).unwrap();
    }
    drop(file);
    let mut progress = |_| ();
    let (db, ids, clock) = (&house.db, &house.ids, &house.clock);
    catalogue::import(db, ids, clock, &house.catalogue, &path, &mut progress).unwrap();
    std::fs::remove_file(&path).unwrap();
    code
}

/// Words that found nothing, as they stand in the database.
fn missed(scene: &Scene<'_>) {
    store::statements! {
        static MISSED = "insert into search_miss (term, shown, first_day, last_day, asked) \
            values (?1, ?2, ?3, ?4, ?5)";
    }
    let (term, day) = (format!("cai gi do so {}", scene.number()), today(scene));
    let values = move |tx: &mut store::Tx<'_>| {
        Ok(tx.run(&MISSED, &store::params![term.as_str(), "cái gì đó", day, day, 5])?)
    };
    scene.town.house().db.write_blocking(values).unwrap();
}
