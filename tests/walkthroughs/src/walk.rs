//! The ways people take, page by page, as a browser without scripts would.

use crate::client::{Answer, Client, Sent};
use crate::html::{Form, Page};
use crate::samples;

/// What the person holds after sending.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Receipt number.
    pub number: String,
    /// The look-up secret printed beside it.
    pub secret: String,
    /// The unguessable link, as a path.
    pub link: String,
    /// The draft it came from.
    pub draft: String,
    /// The page that said so.
    pub page: Page,
}

/// From the public page of a procedure to its first question.
#[track_caller]
pub fn begin(client: &Client, code: &str) -> Answer {
    let list = client.page("/thu-tuc");
    let public = list.link(code).unwrap_or_else(|| panic!("/thu-tuc has no link to {code}"));
    let start = client.page(&public).link("/nop/").expect("the public page has a start button");
    let begun = client.post_form(&start, &start, &[]).expect(303);
    client.follow(begun).expect(200)
}

/// Answers page by page until "check your answers": the path of that page.
#[track_caller]
pub fn fill(client: &Client, code: &str, ward: &str, answers: &[(&str, &str)]) -> String {
    let mut answer = begin(client, code);
    for _ in 0..60 {
        let page = answer.page();
        let form = place_form(&page).unwrap_or_else(|| panic!("{}: no form to go on with", answer.asked));
        if form.action.ends_with("/gui") {
            return form.action.replace("/gui", "/xem-lai");
        }
        answer = go_on(client, &form, ward, answers);
    }
    panic!("60 pages and no end: {}", answer.asked)
}

/// The form by which an application goes on.
pub fn place_form(page: &Page) -> Option<Form> {
    let mut forms = page.forms().into_iter().filter(|form| form.post);
    forms.find(|form| {
        form.action.contains("/buoc/") || form.action.ends_with("/giay-to") || form.action.ends_with("/gui")
    })
}

/// Answers one page and goes where it leads.
#[track_caller]
pub fn go_on(client: &Client, form: &Form, ward: &str, answers: &[(&str, &str)]) -> Answer {
    let asked = form.open_names().join(", ");
    let sent = if form.multipart {
        let files: Vec<Sent<'_>> = form
            .inputs
            .iter()
            .filter(|input| input.kind == "file")
            .map(|input| Sent {
                field: &input.name, name: "giấy tờ Kiểm Chứng.pdf", bytes: samples::PDF
            })
            .collect();
        client.upload(&form.action, &form.pairs(), &files)
    } else {
        let values = values_for(form, ward, answers);
        let values: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        client.submit(form, &values)
    };
    assert_eq!(sent.status, 303, "{} asking {asked}: {}", sent.asked, sent.short());
    client.follow(sent).expect(200)
}

/// A part of `12 đường Mẫu, phường Sài Gòn, Thành phố Hồ Chí Minh`; the province may be left out,
/// then the one chosen beforehand stays.
fn part_of_address(form: &Form, name: &str, line: &str) -> Option<String> {
    let (key, end) = name.rsplit_once('_')?;
    let mut parts: Vec<&str> = line.split(", ").collect();
    let provinces = form.input(&format!("{key}_tinh")).map(|input| input.options.clone()).unwrap_or_default();
    let province = provinces.into_iter().find(|(_, words)| parts.last() == Some(&words.as_str()));
    if province.is_some() {
        parts.pop();
    }
    match end {
        "tinh" => province.map(|(value, _)| value),
        "xa" => parts.pop().map(str::to_owned),
        _ => parts.pop().map(|_| parts.join(", ")),
    }
}

/// The values of a page's fields: dates in three parts, addresses in theirs, the agency by its name.
pub fn values_for(form: &Form, ward: &str, answers: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for name in form.open_names() {
        if name == "noi" {
            let all = form.inputs.iter().filter(|input| input.name == "noi");
            let choices = all.flat_map(|input| {
                let own = (input.value.clone(), input.label.clone());
                input.options.iter().cloned().chain([own]).collect::<Vec<_>>()
            });
            let chosen = choices.into_iter().find(|(_, words)| words.starts_with(ward));
            values.extend(chosen.map(|(value, _)| (name.to_owned(), value)));
            continue;
        }
        let part = ["_ngay", "_thang", "_nam"].iter().position(|end| name.ends_with(end));
        let known = |key: &str| answers.iter().find(|(one, _)| *one == key).map(|(_, value)| *value);
        let whole = name.rsplit_once('_').and_then(|(key, end)| Some((known(key)?, end)));
        let value = match (part, whole) {
            (Some(at), _) => whole.and_then(|(date, _)| date.split('/').nth(at)).map(str::to_owned),
            (None, Some((line, "tinh" | "xa" | "nha"))) => part_of_address(form, name, line),
            (None, _) => known(name).map(str::to_owned),
        };
        values.extend(value.map(|value| (name.to_owned(), value)));
    }
    values
}

/// Agrees and sends; what the person gets.
#[track_caller]
pub fn send(client: &Client, review: &str) -> Receipt {
    let action = review.replace("/xem-lai", "/gui");
    let sent = client.post_form(review, &action, &[("dong_y", "1")]).expect(303);
    let answer = client.follow(sent).expect(200);
    receipt(answer.page(), review)
}

fn receipt(page: Page, review: &str) -> Receipt {
    let numbers: Vec<String> = page
        .tags("p")
        .iter()
        .filter(|tag| tag.attr("class") == Some("number"))
        .map(|tag| page.inside(tag))
        .collect();
    let [number, secret] = <[String; 2]>::try_from(numbers).expect("receipt number and secret");
    let link = page.link("/t/").expect("the link to follow it");
    let draft = review.split('/').find(|part| part.parse::<i64>().is_ok()).expect("a draft").to_owned();
    Receipt { number, secret, link, draft, page }
}

/// The whole application in one go.
#[track_caller]
pub fn apply(client: &Client, code: &str, ward: &str, answers: &[(&str, &str)]) -> Receipt {
    let review = fill(client, code, ward, answers);
    send(client, &review)
}

/// Where officers open a dossier.
pub fn staff_path(number: &str) -> String {
    format!("/can-bo/ho-so/{number}")
}

/// Sends one of the forms beside a dossier; the page that follows.
#[track_caller]
pub fn act(client: &Client, number: &str, leaf: &str, values: &[(&str, &str)]) -> Page {
    let path = staff_path(number);
    let done = client.post_form(&path, &format!("{path}/{leaf}"), values).expect(303);
    client.follow(done).expect(200).page()
}

/// The same with a file.
#[track_caller]
pub fn attach(client: &Client, number: &str, name: &str, bytes: &[u8]) -> Page {
    let path = staff_path(number);
    let form = client.form(&path, &format!("{path}/ket-qua"));
    let done = client.upload(&form.action, &form.pairs(), &[Sent { field: "tep", name, bytes }]).expect(303);
    client.follow(done).expect(200).page()
}

/// The dossier code on the page of a dossier just accepted.
#[track_caller]
pub fn accept(client: &Client, number: &str) -> String {
    let path = staff_path(number);
    let done = client.post_form(&path, &format!("{path}/tiep-nhan"), &[]).expect(303);
    let code = done
        .location()
        .split('?')
        .next()
        .and_then(|path| path.rsplit('/').next())
        .unwrap_or_default()
        .to_owned();
    assert!(code.starts_with('H'), "accepted, and sent to {}", done.location());
    client.follow(done).expect(200);
    code
}
