//! A section of a change: its items, and the form of each, saved by itself.

use super::edit::{SectionLink, section_links};
use super::procedure::Nothing;
use super::{edit_of, edit_path, fields, mistakes, short_of, stamp, version};
use crate::Editor;
use crate::inputs::{inputs, prefix};
use crate::words::{fact_words, label};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use catalogue::Fact;
use catalogue::edits::{Edit, ItemAct, Place, Section, section};
use kernel::{Failure, Id, Refusal};
use serde_json::{Map, Value};
use web::parts::{Field, Mistake};
use web::{Answer, Form, Pairs, Visitor};

/// Sections with so few facts that every item is a form of its own on one page.
const INLINE: [&str; 7] = ["thoi-han", "chung", "rieng", "doi-tuong", "cach-nop", "ket-qua", "can-cu"];

/// An item in a list, or as a form.
struct ItemBox {
    title: String,
    /// A few words more.
    about: String,
    url: String,
    up: bool,
    removable: bool,
    inputs: Vec<Field>,
    inner: Vec<ItemBox>,
    /// Where items inside it are added, and the words for each kind.
    add_inner: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "editor/section.html")]
struct SectionPage {
    v: Visitor,
    path: String,
    name: String,
    title: String,
    lead: String,
    sections: Vec<SectionLink>,
    version: i64,
    inline: bool,
    items: Vec<ItemBox>,
    add: Option<ItemBox>,
    mistakes: Vec<Mistake>,
}

#[derive(Template)]
#[template(path = "editor/item.html")]
struct ItemPage {
    v: Visitor,
    back: String,
    name: String,
    section: String,
    sections: Vec<SectionLink>,
    version: i64,
    item: ItemBox,
    mistakes: Vec<Mistake>,
}

type Tree = Map<String, Value>;

fn tree(edit: &Edit) -> Result<Tree, Failure> {
    match serde_json::to_value(edit.procedure()?).map_err(kernel::Fault::new)? {
        Value::Object(tree) => Ok(tree),
        _ => Ok(Tree::new()),
    }
}

/// What people call an item.
fn title(v: &Visitor, item: &Tree) -> String {
    let names = ["name", "label", "title", "text", "reason", "number", "code"];
    let named = names.iter().find_map(|name| item.get(*name));
    let words = match named {
        Some(Value::String(word)) => Some(word.clone()),
        Some(text) => {
            let in_language = |key: &str| text.get(key).and_then(Value::as_str).map(str::to_owned);
            in_language(v.lang.tag()).or_else(|| in_language("vi"))
        }
        None => item.get("by").and_then(Value::as_str).map(|word| crate::words::word(v, word)),
    };
    words.unwrap_or_else(|| v.t("editor-always").into_owned())
}

/// The facts that tell items apart in a list.
fn about(v: &Visitor, section: &Section, item: &Tree) -> String {
    let mut said = Vec::new();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match section.list {
        "fee" => {
            let amount = item.get("amount").and_then(Value::as_i64).unwrap_or_default();
            said.push(v.money(kernel::Money(amount)));
        }
        "paper" => match item.get("source").and_then(text) {
            Some(source) => said.push(source),
            None => said.push(v.t("editor-without-basis").into_owned()),
        },
        "question" => {
            said.extend(item.get("kind").and_then(text).map(|kind| crate::words::word(v, &kind)));
        }
        "waiver" => {
            let when = item.get("when").and_then(text);
            said.extend(when.map(|when| format!("{}: {when}", label(v, "when"))));
        }
        "step" | "consult" | "part" => {
            let role = item.get("role").or_else(|| item.get("unit")).and_then(text);
            said.extend(role.map(|role| crate::words::word(v, &role)));
            let limit = item.get("limit").and_then(|limit| serde_json::from_value(limit.clone()).ok());
            said.extend(limit.map(|limit| fact_words(v, "limit", &Fact::Limit(limit))));
        }
        "page" => {
            let when = item.get("visible_when").and_then(text);
            said.extend(when.map(|when| format!("{}: {when}", label(v, "visible_when"))));
        }
        _ => {}
    }
    said.join(" · ")
}

fn boxed(
    v: &Visitor,
    edit: &Edit,
    section: &'static Section,
    place: Place,
    item: Option<&Tree>,
    (typed, mistakes): (Option<&Pairs>, &[Mistake]),
) -> ItemBox {
    ItemBox {
        title: item.map_or_else(
            || v.t(&format!("editor-new-{}", section.slug)).into_owned(),
            |item| match section.list {
                "limit" => item
                    .get("label")
                    .and_then(|label| label.get("vi"))
                    .and_then(Value::as_str)
                    .map_or_else(|| v.t("editor-always").into_owned(), str::to_owned),
                "" => v.t(&format!("editor-section-{}", section.slug)).into_owned(),
                _ => title(v, item),
            },
        ),
        about: item.map(|item| about(v, section, item)).unwrap_or_default(),
        url: v.url(&format!("{}/muc/{}/{}", edit_path(edit), section.slug, place.slug())),
        up: place.at.is_some_and(|at| at > 0),
        removable: place.at.is_some() && !section.list.is_empty(),
        inputs: inputs(v, section, place, item, typed, mistakes),
        inner: Vec::new(),
        add_inner: Vec::new(),
    }
}

/// The sections inside the items of another.
fn inside(section: &Section) -> impl Iterator<Item = &'static Section> {
    let holds = move |inner: &&Section| inner.parent == Some(section.list) && !section.list.is_empty();
    catalogue::edits::SECTIONS.iter().filter(holds)
}

fn section_page(
    editor: &Editor,
    v: &Visitor,
    edit: &Edit,
    section: &'static Section,
) -> Result<SectionPage, Failure> {
    let tree = tree(edit)?;
    let none = (None, &[][..]);
    let place = |at: usize| Place { outer: None, at: Some(at) };
    let head = [&tree];
    let found = section.items(&tree, None);
    let all: &[&Tree] = if section.list.is_empty() { &head } else { &found };
    let mut items = Vec::new();
    for (at, item) in all.iter().enumerate() {
        let mut one = boxed(v, edit, section, place(at), Some(item), none);
        for inner in inside(section) {
            let place = |own: Option<usize>| Place { outer: Some(at), at: own };
            let inners = inner.items(&tree, Some(at));
            let inners = inners.iter().enumerate();
            one.inner
                .extend(inners.map(|(own, item)| boxed(v, edit, inner, place(Some(own)), Some(item), none)));
            let url = v.url(&format!("{}/muc/{}/{}", edit_path(edit), inner.slug, place(None).slug()));
            one.add_inner.push((url, v.t(&format!("editor-add-{}", inner.slug)).into_owned()));
        }
        items.push(one);
    }
    let new = Place { outer: None, at: None };
    let add = (!section.list.is_empty()).then(|| boxed(v, edit, section, new, None, none));
    Ok(SectionPage {
        path: v.url(&edit_path(edit)),
        name: short_of(editor, v, &edit.code),
        title: v.t(&format!("editor-section-{}", section.slug)).into_owned(),
        lead: v.t(&format!("editor-lead-{}", section.slug)).into_owned(),
        sections: section_links(v, edit, section.slug),
        version: edit.version,
        inline: INLINE.contains(&section.slug),
        items,
        add,
        mistakes: Vec::new(),
        v: v.clone(),
    })
}

/// The change its author writes now; others and later states see its page instead.
async fn written(
    editor: &Editor,
    v: &Visitor,
    (code, id): (&str, Id),
) -> Result<Result<Edit, String>, Failure> {
    let edit = edit_of(editor, (code, id)).await?;
    let writes = Some(edit.author) == v.actor.account && edit.state.is_written();
    Ok(if writes { Ok(edit) } else { Err(edit_path(&edit)) })
}

/// `/can-bo/thu-tuc/{ma}/sua/{ban}/muc/{phan}`.
pub(crate) async fn show(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id, slug)): Path<(String, Id, String)>,
) -> Answer {
    let section = section(&slug).filter(|section| !section.is_nested()).ok_or_else(Refusal::absent)?;
    match written(&editor, &v, (&code, id)).await? {
        Ok(edit) => v.page(&section_page(&editor, &v, &edit, section)?),
        Err(path) => Ok(v.see_other(&path)),
    }
}

/// The section and the place in the address.
fn place_of(slug: &str, place: &str) -> Result<(&'static Section, Place), Refusal> {
    let section = section(slug).ok_or_else(Refusal::absent)?;
    let place = Place::parse(place, section.is_nested()).ok_or_else(Refusal::absent)?;
    Ok((section, place))
}

/// The section whose page shows the items of this one.
fn shown_in(section: &'static Section) -> &'static Section {
    let holder = |outer: &&Section| !outer.list.is_empty() && Some(outer.list) == section.parent;
    catalogue::edits::SECTIONS.iter().find(holder).unwrap_or(section)
}

fn item_page(
    editor: &Editor,
    v: &Visitor,
    edit: &Edit,
    (section, place): (&'static Section, Place),
    typed: (Option<&Pairs>, Vec<Mistake>),
) -> Result<ItemPage, Failure> {
    let tree = tree(edit)?;
    let item = section.item(&tree, place);
    let lost = place.at.is_some() && item.is_none();
    let homeless = place.outer.is_some_and(|outer| {
        section.parent.and_then(|parent| tree.get(parent)).and_then(|holders| holders.get(outer)).is_none()
    });
    if lost || homeless {
        return Err(Refusal::absent().into());
    }
    let outer = shown_in(section);
    let (pairs, mistakes) = typed;
    Ok(ItemPage {
        back: v.url(&format!("{}/muc/{}", edit_path(edit), outer.slug)),
        name: short_of(editor, v, &edit.code),
        section: v.t(&format!("editor-section-{}", outer.slug)).into_owned(),
        sections: section_links(v, edit, outer.slug),
        version: edit.version,
        item: boxed(v, edit, section, place, item, (pairs, &mistakes)),
        mistakes,
        v: v.clone(),
    })
}

type Address = (String, Id, String, String);

/// `/can-bo/thu-tuc/{ma}/sua/{ban}/muc/{phan}/{cho}`.
pub(crate) async fn item(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id, slug, place)): Path<Address>,
) -> Answer {
    let place = place_of(&slug, &place)?;
    match written(&editor, &v, (&code, id)).await? {
        Ok(edit) => v.page(&item_page(&editor, &v, &edit, place, (None, Vec::new()))?),
        Err(path) => Ok(v.see_other(&path)),
    }
}

/// `POST …/muc/{phan}/{cho}`: saves one item.
pub(crate) async fn save(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id, slug, place)): Path<Address>,
    form: Form<Nothing>,
) -> Answer {
    let at = place_of(&slug, &place)?;
    let edit = edit_of(&editor, (&code, id)).await?;
    let version = version(&form.pairs);
    let prefix = prefix(at.1);
    let typed = |name: &str| -> Vec<String> {
        form.pairs.all(&format!("{prefix}{name}")).map(str::to_owned).collect()
    };
    match editor.edits.save_item(&stamp(&v, &form.key)?, id, version, at, &typed).await {
        Ok(()) => Ok(v.see_other(&saved_path(&edit, at.0))),
        Err(failure) => {
            let mistakes = mistakes(&v, &fields(failure)?, &prefix);
            let page = item_page(&editor, &v, &edit, at, (Some(&form.pairs), mistakes))?;
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Where one goes after saving: to what differs now; while a list is filled, back to the list.
fn saved_path(edit: &Edit, section: &'static Section) -> String {
    match INLINE.contains(&section.slug) {
        true => edit_path(edit),
        false => format!("{}/muc/{}", edit_path(edit), shown_in(section).slug),
    }
}

/// `POST …/bo`: takes an item out.
pub(crate) async fn remove(
    State(editor): State<Editor>,
    v: Visitor,
    Path(address): Path<Address>,
    form: Form<Nothing>,
) -> Answer {
    act(&editor, &v, address, &form, ItemAct::Remove).await
}

/// `POST …/len`: lets an item change places with the one before it.
pub(crate) async fn up(
    State(editor): State<Editor>,
    v: Visitor,
    Path(address): Path<Address>,
    form: Form<Nothing>,
) -> Answer {
    act(&editor, &v, address, &form, ItemAct::Up).await
}

async fn act(
    editor: &Editor,
    v: &Visitor,
    (code, id, slug, place): Address,
    form: &Form<Nothing>,
    act: ItemAct,
) -> Answer {
    let at = place_of(&slug, &place)?;
    let edit = edit_of(editor, (&code, id)).await?;
    let version = version(&form.pairs);
    editor.edits.act_on_item(&stamp(v, &form.key)?, id, version, at, act).await?;
    Ok(v.see_other(&format!("{}/muc/{}", edit_path(&edit), shown_in(at.0).slug)))
}
