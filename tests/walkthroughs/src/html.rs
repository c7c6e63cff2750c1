//! Reads a page as far as a test needs it: texts, links, and forms as a browser without scripts
//! would send them.

/// A page as it came.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The HTML.
    pub html: String,
}

/// One opening tag.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Its name in lower case.
    pub name: String,
    /// Its attributes, entities resolved.
    pub attrs: Vec<(String, String)>,
    /// Where its content begins.
    end: usize,
}

impl Tag {
    /// The value of an attribute; an attribute without a value is empty.
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn value(&self, name: &str) -> String {
        self.attr(name).unwrap_or_default().to_owned()
    }
}

/// An input of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Name.
    pub name: String,
    /// `text`, `hidden`, `radio`, `checkbox`, `file`, `textarea`, `select`, `button` …
    pub kind: String,
    /// What would be sent.
    pub value: String,
    /// Ticked, for radio buttons and boxes.
    pub checked: bool,
    /// Values of a select with their words.
    pub options: Vec<(String, String)>,
    /// The words beside a radio button or box.
    pub label: String,
}

/// A form.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it goes, without fragment.
    pub action: String,
    /// Sent as multipart.
    pub multipart: bool,
    /// Sent by POST.
    pub post: bool,
    /// Its inputs in order.
    pub inputs: Vec<Input>,
}

impl Form {
    /// What a browser sends when nothing is changed and the first button is pressed.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = self
            .inputs
            .iter()
            .filter(|input| !input.name.is_empty())
            .filter(|input| match input.kind.as_str() {
                "radio" | "checkbox" => input.checked,
                "file" | "button" | "submit" => false,
                _ => true,
            })
            .map(|input| (input.name.clone(), input.value.clone()))
            .collect();
        let button = self.inputs.iter().find(|input| matches!(input.kind.as_str(), "button" | "submit"));
        pairs.extend(button.filter(|b| !b.name.is_empty()).map(|b| (b.name.clone(), b.value.clone())));
        pairs
    }

    /// The same with these values instead.
    pub fn filled(&self, values: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut pairs = self.pairs();
        pairs.retain(|(name, _)| values.iter().all(|(key, _)| key != name));
        pairs.extend(values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        pairs
    }

    /// The names a person can fill in.
    pub fn open_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for input in &self.inputs {
            let open = !matches!(input.kind.as_str(), "hidden" | "button" | "submit");
            if open && !names.contains(&input.name.as_str()) {
                names.push(&input.name);
            }
        }
        names
    }

    /// The input of this name.
    pub fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.name == name)
    }
}

impl Page {
    /// A page.
    pub fn new(html: impl Into<String>) -> Page {
        Page { html: html.into() }
    }

    /// Opening tags of this name, in order.
    pub fn tags(&self, name: &str) -> Vec<Tag> {
        tags(&self.html).into_iter().filter(|tag| tag.name == name).collect()
    }

    /// The text of the first `h1`.
    pub fn h1(&self) -> String {
        self.first("h1")
    }

    /// The text of the title.
    pub fn title(&self) -> String {
        self.first("title")
    }

    fn first(&self, name: &str) -> String {
        self.tags(name).first().map(|tag| self.inside(tag)).unwrap_or_default()
    }

    /// The text inside an element.
    pub fn inside(&self, tag: &Tag) -> String {
        let rest = &self.html[tag.end..];
        let close = format!("</{}", tag.name);
        text(rest.split(&close).next().unwrap_or(rest))
    }

    /// The text of the whole page, one space between words.
    pub fn text(&self) -> String {
        text(&self.html)
    }

    /// The text of `main`.
    pub fn main(&self) -> String {
        let from = self.html.find("<main").unwrap_or(0);
        let to = self.html.rfind("</main").unwrap_or(self.html.len());
        text(&self.html[from..to])
    }

    /// Where links lead.
    pub fn links(&self) -> Vec<String> {
        self.tags("a").iter().filter_map(|tag| tag.attr("href").map(str::to_owned)).collect()
    }

    /// The first link whose address or text holds `part`.
    pub fn link(&self, part: &str) -> Option<String> {
        let tags = self.tags("a");
        let found = tags.iter().find(|tag| tag.attr("href").is_some_and(|href| href.contains(part)));
        let found = found.or_else(|| tags.iter().find(|tag| self.inside(tag).contains(part)));
        found.and_then(|tag| tag.attr("href").map(str::to_owned))
    }

    /// Every form.
    pub fn forms(&self) -> Vec<Form> {
        self.tags("form").iter().map(|tag| self.form_at(tag)).collect()
    }

    /// The form that goes to this path.
    pub fn form(&self, action: &str) -> Option<Form> {
        let forms = self.forms();
        let exact = forms.iter().find(|form| form.action == action);
        exact.or_else(|| forms.iter().find(|form| form.action.ends_with(action))).cloned()
    }

    /// The posted form in `main`.
    pub fn main_form(&self) -> Option<Form> {
        let from = self.html.find("<main")?;
        let to = self.html.rfind("</main").unwrap_or(self.html.len());
        Page::new(&self.html[from..to]).forms().into_iter().find(|form| form.post)
    }

    fn form_at(&self, tag: &Tag) -> Form {
        let rest = &self.html[tag.end..];
        let body = rest.split("</form").next().unwrap_or(rest);
        let action = tag.value("action");
        Form {
            action: action.split('#').next().unwrap_or_default().to_owned(),
            multipart: tag.attr("enctype") == Some("multipart/form-data"),
            post: tag.attr("method").is_some_and(|method| method.eq_ignore_ascii_case("post")),
            inputs: inputs(body),
        }
    }
}

fn inputs(body: &str) -> Vec<Input> {
    let mut found: Vec<Input> = Vec::new();
    let page = Page::new(body);
    for tag in tags(body) {
        let new = |kind: &str, value: String| Input {
            name: tag.value("name"),
            kind: kind.to_owned(),
            value,
            checked: tag.attr("checked").is_some(),
            options: Vec::new(),
            label: String::new(),
        };
        // A button may belong to another form than the one it stands in.
        if tag.attr("form").is_some() {
            continue;
        }
        match tag.name.as_str() {
            "input" => {
                let kind = tag.attr("type").unwrap_or("text").to_owned();
                let usual = if matches!(kind.as_str(), "radio" | "checkbox") { "on" } else { "" };
                let label = body[tag.end..].split("</label").next().unwrap_or_default();
                let value = tag.attr("value").unwrap_or(usual).to_owned();
                found.push(Input { label: text(label), ..new(&kind, value) });
            }
            "textarea" => {
                let value = page.html[tag.end..].split("</textarea").next().unwrap_or_default();
                found.push(new("textarea", resolve(value.trim_start_matches('\n'))));
            }
            "select" => found.push(new("select", String::new())),
            "button" => found.push(new("button", tag.value("value"))),
            "option" => {
                let words = page.inside(&tag);
                let value = tag.attr("value").unwrap_or(&words).to_owned();
                let Some(select) = found.iter_mut().rev().find(|input| input.kind == "select") else {
                    continue;
                };
                if select.options.is_empty() || tag.attr("selected").is_some() {
                    select.value.clone_from(&value);
                }
                select.options.push((value, words));
            }
            _ => {}
        }
    }
    found
}

/// Opening tags in order; comments, scripts and styles are passed over.
fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|i| at + i) {
        let rest = &html[open + 1..];
        if rest.starts_with("!--") {
            at = rest.find("-->").map_or(html.len(), |i| open + 1 + i + 3);
            continue;
        }
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        if name.is_empty() {
            at = open + 1;
            continue;
        }
        let (attrs, end) = attributes(html, open + 1 + name.len());
        at = end;
        let name = name.to_ascii_lowercase();
        if matches!(name.as_str(), "script" | "style") {
            at = html[end..].find("</").map_or(html.len(), |i| end + i);
        }
        found.push(Tag { name, attrs, end });
    }
    found
}

fn attributes(html: &str, from: usize) -> (Vec<(String, String)>, usize) {
    let bytes = html.as_bytes();
    let mut attrs = Vec::new();
    let mut at = from;
    loop {
        while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
            at += 1;
        }
        if at >= bytes.len() || bytes[at] == b'>' {
            return (attrs, (at + 1).min(html.len()));
        }
        let start = at;
        while at < bytes.len() && !matches!(bytes[at], b'=' | b'>' | b'/') && !bytes[at].is_ascii_whitespace()
        {
            at += 1;
        }
        let name = html[start..at].to_ascii_lowercase();
        let mut value = String::new();
        if bytes.get(at) == Some(&b'=') {
            at += 1;
            let quote = bytes.get(at).copied().filter(|b| matches!(b, b'"' | b'\''));
            let start = at + usize::from(quote.is_some());
            at = start;
            while at < bytes.len()
                && match quote {
                    Some(quote) => bytes[at] != quote,
                    None => !bytes[at].is_ascii_whitespace() && bytes[at] != b'>',
                }
            {
                at += 1;
            }
            value = resolve(&html[start..at]);
            at += usize::from(quote.is_some());
        }
        attrs.push((name, value));
    }
}

/// The words a person sees.
pub fn text(html: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < html.len() {
        match html[at..].find('<') {
            None => {
                out.push_str(&html[at..]);
                break;
            }
            Some(i) => {
                out.push_str(&html[at..at + i]);
                let rest = &html[at + i..];
                let skip = ["<style", "<script", "<svg"].iter().find(|start| rest.starts_with(**start));
                let end = match skip {
                    Some(start) => rest.find(&format!("</{}", &start[1..])).unwrap_or(0),
                    None => 0,
                };
                let inline =
                    ["<a", "</a", "<b", "</b", "<em", "</em", "<span", "</span", "<strong", "</strong"];
                if !inline.iter().any(|tag| rest.starts_with(tag)) || rest.starts_with("<br") {
                    out.push(' ');
                }
                at += i + end + rest[end..].find('>').map_or(rest.len() - end, |i| i + 1);
            }
        }
    }
    resolve(&out).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Entities as characters.
fn resolve(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end < 10);
        let named = end.map(|end| &rest[1..end]);
        let found = named.and_then(|name| match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            _ => {
                let code = name.strip_prefix('#')?;
                let code = match code.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => code.parse().ok(),
                };
                char::from_u32(code?)
            }
        });
        match (found, end) {
            (Some(c), Some(end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<title>A &amp; B</title><main><h1>Tờ <b>giấy</b></h1>\
        <form method=\"post\" action=\"/x#loi\" novalidate><input type=\"hidden\" name=\"khoa\" value=\"k&#34;1\">\
        <input type=radio name=r value=1><input type=radio name=r value=2 checked><textarea name=t>\na&lt;b</textarea>\
        <select name=s><option value=>-</option><option value=7 selected>Bảy</option></select>\
        <button>Gửi</button></form><!-- <form action=no> --><a href='/y?a=1&amp;b=2'>Xem</a></main>";

    #[test]
    fn a_form_is_sent_as_a_browser_would() {
        let page = Page::new(PAGE);
        assert_eq!((page.title().as_str(), page.h1().as_str()), ("A & B", "Tờ giấy"));
        let form = page.form("/x").unwrap();
        assert!(form.post && !form.multipart);
        let expected = [("khoa", "k\"1"), ("r", "2"), ("t", "a<b"), ("s", "7")];
        assert_eq!(form.pairs(), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(form.open_names(), ["r", "t", "s"]);
        assert_eq!(page.link("Xem").unwrap(), "/y?a=1&b=2");
        assert_eq!(page.forms().len(), 1);
    }
}
