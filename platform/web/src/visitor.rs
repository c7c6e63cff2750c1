//! Everything a handler and a template know about the one who asks.

use crate::config::Web;
use crate::errors::{Answer, PageError};
use crate::format::{self, Val};
use crate::limiter::Rate;
use crate::parts::{Markup, Mistake};
use crate::routes::{MenuItem, RouteInfo, localised};
use crate::session::{self, SessionActor};
use crate::texts::{Arg, Lang};
use askama::Template;
use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Actor, Day, Fault, FieldError, Moment, Money, Refusal, text};
use std::borrow::Cow;
use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

/// The one who asks. Cloning is cheap; templates hold one as `v`.
#[derive(Clone)]
pub struct Visitor(Arc<Inner>, Option<Arc<Markup>>);

/// The inside of a [`Visitor`].
pub struct Inner {
    /// Who acts.
    pub actor: Actor,
    /// Language of the answer.
    pub lang: Lang,
    /// Path asked for, without the language prefix.
    pub path: String,
    /// Query asked with.
    pub query: Option<String>,
    /// Id of the request, as in the log.
    pub request_id: String,
    /// Civil time of the request: the same throughout.
    pub now: Moment,
    /// Where the request came from.
    pub address: IpAddr,
    /// The line of the route table, unless nothing matched.
    pub route: Option<Arc<RouteInfo>>,
    pub(crate) web: Web,
    pub(crate) session: Option<Arc<SessionActor>>,
    pub(crate) csrf_source: Option<String>,
    pub(crate) css_inline: bool,
}

impl Deref for Visitor {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// A link of a menu.
pub struct Link {
    /// Where to.
    pub url: String,
    /// Its words.
    pub text: String,
    /// `page` for the page shown, `true` for the part it lies in, empty for others.
    pub current: &'static str,
    /// Whether a narrow screen shows it in the header too.
    pub always: bool,
}

impl Visitor {
    pub(crate) fn new(inner: Inner) -> Visitor {
        Visitor(Arc::new(inner), None)
    }

    /// The same visitor with a notice above the content of the page, whichever page it is: for
    /// looking at a page as others will see it.
    #[must_use]
    pub fn noticed(&self, notice: Markup) -> Visitor {
        Visitor(Arc::clone(&self.0), Some(Arc::new(notice)))
    }

    /// The notice above the content.
    pub fn notice(&self) -> Option<&Markup> {
        self.1.as_deref()
    }

    /// What every request shares.
    pub fn web(&self) -> &Web {
        &self.web
    }

    /// The sentence of a key.
    pub fn t(&self, key: &str) -> Cow<'_, str> {
        self.web.texts.get(self.lang, key)
    }

    /// The sentence of a key with one value.
    pub fn t1(&self, key: &str, name: &'static str, value: impl Arg) -> Cow<'_, str> {
        self.web.texts.with(self.lang, key, &[(name, &value)])
    }

    /// The sentence of a key with two values.
    pub fn t2(
        &self,
        key: &str,
        n1: &'static str,
        v1: impl Arg,
        n2: &'static str,
        v2: impl Arg,
    ) -> Cow<'_, str> {
        self.web.texts.with(self.lang, key, &[(n1, &v1), (n2, &v2)])
    }

    /// The sentence of a key with three values.
    #[allow(clippy::too_many_arguments, reason = "templates cannot write slices of trait objects")]
    pub fn t3(
        &self,
        key: &str,
        n1: &'static str,
        v1: impl Arg,
        n2: &'static str,
        v2: impl Arg,
        n3: &'static str,
        v3: impl Arg,
    ) -> Cow<'_, str> {
        self.web.texts.with(self.lang, key, &[(n1, &v1), (n2, &v2), (n3, &v3)])
    }

    /// The sentence of a key with any values.
    pub fn tx(&self, key: &str, args: &[(&'static str, &dyn Arg)]) -> Cow<'_, str> {
        self.web.texts.with(self.lang, key, args)
    }

    /// The sentence of a key with values given as text, as refusals hold them.
    pub fn tp(&self, key: &str, params: &[(&'static str, String)]) -> Cow<'_, str> {
        let args: Vec<(&'static str, &dyn Arg)> =
            params.iter().map(|(name, value)| (*name, value as &dyn Arg)).collect();
        self.web.texts.with(self.lang, key, &args)
    }

    /// Whether a key has a sentence.
    pub fn has_text(&self, key: &str) -> bool {
        self.web.texts.has(self.lang, key)
    }

    /// What a refusal says.
    pub fn refusal(&self, refusal: &Refusal) -> Cow<'_, str> {
        self.sentence(format!("refusal-{}", refusal.code), &refusal.params)
    }

    /// What is wrong with a field.
    pub fn field_error(&self, field: &FieldError) -> Cow<'_, str> {
        self.sentence(format!("field-{}", field.code), &field.params)
    }

    /// A code without its sentence is a mistake of ours: a test shows the key, a person never sees it.
    fn sentence(&self, key: String, params: &[(&'static str, String)]) -> Cow<'_, str> {
        if cfg!(debug_assertions) || self.has_text(&key) {
            return self.tp(&key, params);
        }
        tracing::error!(key, "text missing");
        self.t("web-refused")
    }

    /// The fields to mend, in words, with the ids of their inputs.
    pub fn mistakes(&self, refusal: &Refusal) -> Vec<Mistake> {
        let one = |field: &FieldError| Mistake::new(&field.path, self.field_error(field).into_owned());
        refusal.fields.iter().map(one).collect()
    }

    /// `17:00 thứ Ba, 15/9/2026`.
    pub fn when(&self, moment: impl Val<Moment>) -> String {
        format::when(self.lang, moment.val())
    }

    /// `17:00 thứ Ba, 15/9`.
    pub fn when_short(&self, moment: impl Val<Moment>) -> String {
        format::when_short(self.lang, moment.val())
    }

    /// `15/9/2026`.
    pub fn day(&self, day: impl Val<Day>) -> String {
        format::day(day.val())
    }

    /// `thứ Ba, 15/9/2026`.
    pub fn long_day(&self, day: impl Val<Day>) -> String {
        format::long_day(self.lang, day.val())
    }

    /// `15/9`.
    pub fn short(&self, day: impl Val<Day>) -> String {
        format::short(day.val())
    }

    /// The legal day of a moment, to be shown by the others.
    pub fn day_of(&self, moment: impl Val<Moment>) -> Day {
        moment.val().day()
    }

    /// `09:41`.
    pub fn clock(&self, moment: impl Val<Moment>) -> String {
        moment.val().clock_text()
    }

    /// `8.000 đồng`.
    pub fn money(&self, money: impl Val<Money>) -> String {
        format::money(money.val())
    }

    /// `12.345`.
    pub fn count(&self, number: impl Val<i64>) -> String {
        kernel::money::grouped(number.val())
    }

    /// `640 KB`.
    pub fn size(&self, bytes: impl Val<i64>) -> String {
        format::size(bytes.val())
    }

    /// An address in the visitor's language; give the Vietnamese path.
    pub fn url(&self, path: &str) -> String {
        localised(self.lang, path)
    }

    /// The same page in the other language.
    pub fn other_language(&self) -> String {
        let mut url = localised(self.lang.other(), &self.path);
        if let Some(query) = self.query.as_deref() {
            url.push('?');
            url.push_str(query);
        }
        url
    }

    /// An address with the portal's name in front, for QR codes and messages.
    pub fn full_url(&self, path: &str) -> String {
        format!("{}{path}", self.web.config.base_url)
    }

    /// The address as people read it: without `https://`.
    pub fn spoken_url(&self, path: &str) -> String {
        let base = &self.web.config.base_url;
        format!("{}{path}", base.split_once("://").map_or(base.as_str(), |(_, rest)| rest))
    }

    /// Portal and province, for the end of titles.
    pub fn portal(&self) -> &str {
        &self.web.config.portal
    }

    /// The province.
    pub fn province(&self) -> &str {
        &self.web.config.province
    }

    /// The phone number people call.
    pub fn phone(&self) -> &str {
        &self.web.config.phone
    }

    /// Whether this is a demonstration.
    pub fn is_demo(&self) -> bool {
        self.web.config.demo
    }

    /// Whether someone with an account asks.
    pub fn signed(&self) -> bool {
        self.actor.account.is_some()
    }

    /// Name of the one signed in; empty for a guest.
    pub fn name(&self) -> &str {
        self.session.as_deref().map_or("", |session| &session.name)
    }

    /// An officer's post and place.
    pub fn post(&self) -> &str {
        self.session.as_deref().map_or("", |session| &session.post)
    }

    /// The office an officer works for.
    pub fn office(&self) -> &str {
        self.session.as_deref().map_or("", |session| &session.office)
    }

    /// The form token; empty without a session.
    pub fn csrf(&self) -> String {
        let source = self.csrf_source.as_deref();
        source.map(|token| session::csrf_token(&self.web.config.csrf_key, token)).unwrap_or_default()
    }

    /// A fresh form key.
    pub fn form_key(&self) -> String {
        vault::random_token()
    }

    /// The hidden inputs every form begins with: form key and token.
    pub fn form_start(&self) -> Markup {
        let csrf = self.csrf();
        let mut html = format!("<input type=\"hidden\" name=\"khoa\" value=\"{}\">", self.form_key());
        if !csrf.is_empty() {
            html.push_str("<input type=\"hidden\" name=\"csrf\" value=\"");
            html.push_str(&csrf);
            html.push_str("\">");
        }
        Markup::trusted(html)
    }

    /// The style sheet of the page head.
    pub fn style(&self) -> Markup {
        crate::assets::style(self.css_inline)
    }

    /// The script at the end of the page.
    pub fn script(&self) -> &'static str {
        crate::assets::SCRIPT.path()
    }

    /// The icon.
    pub fn icon(&self) -> &'static str {
        crate::assets::ICON.path()
    }

    /// The public header.
    pub fn nav(&self) -> Vec<Link> {
        self.links(&self.web.entries.nav)
    }

    /// The staff menu: what this officer may open.
    pub fn menu(&self) -> Vec<Link> {
        self.links(&self.web.entries.menu)
    }

    /// The footer.
    pub fn foot(&self) -> Vec<Link> {
        self.links(&self.web.entries.foot)
    }

    /// Where the name in the header leads: an officer's first page, a person's account.
    pub fn own_page(&self) -> Option<String> {
        let account =
            || self.web.index.find("/tai-khoan", &Method::GET).is_ok().then(|| self.url("/tai-khoan"));
        let mut open =
            self.web.entries.menu.iter().filter(|item| item.access.admits(&self.actor) == Some(true));
        open.next().map_or_else(account, |item| Some(self.url(&item.path)))
    }

    fn links(&self, items: &[MenuItem]) -> Vec<Link> {
        let open = items.iter().filter(|item| item.access.admits(&self.actor) == Some(true));
        let here = items.iter().filter(|item| self.under(&item.path)).map(|item| item.path.len()).max();
        open.map(|item| Link {
            url: self.url(&item.path),
            text: self.t(item.key).into_owned(),
            current: match item.path == self.path {
                true => "page",
                false if self.under(&item.path) && here == Some(item.path.len()) => "true",
                false => "",
            },
            always: item.always,
        })
        .collect()
    }

    /// Whether the page asked for lies at or below a path.
    fn under(&self, path: &str) -> bool {
        self.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// A value of the query, cleaned; `None` when absent or empty.
    pub fn query(&self, name: &str) -> Option<String> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(self.query.as_deref()?).ok()?;
        let value = pairs.into_iter().find(|(key, _)| key == name)?.1;
        Some(text::clean(&value, false)).filter(|value| !value.is_empty())
    }

    /// A whole number of the query.
    pub fn query_number(&self, name: &str) -> Option<u32> {
        self.query(name)?.parse().ok()
    }

    /// Takes `cost` tokens from a bucket, or refuses with `too-often`.
    pub fn limit(&self, key: &str, rate: Rate, cost: u32) -> Result<(), Refusal> {
        self.web.limiter.check(key, rate, cost, self.web.clock.technical())
    }

    /// Key of the network asked from, for [`Visitor::limit`].
    pub fn network(&self) -> String {
        crate::limiter::network_key(self.address)
    }

    /// A page, 200.
    pub fn page(&self, template: &impl Template) -> Answer {
        self.page_with(StatusCode::OK, template)
    }

    /// A page with another status: 422 for a form with mistakes.
    pub fn page_with(&self, status: StatusCode, template: &impl Template) -> Answer {
        page_with(status, template)
    }

    /// Goes on to another page of ours after a form: 303, in the visitor's language.
    pub fn see_other(&self, path: &str) -> Response {
        see_other(&self.url(path))
    }
}

/// A page, 200; the same as [`Visitor::page`] where the template has taken the visitor.
pub fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// A page with another status.
pub fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    answered(status, template.render())
}

fn answered(status: StatusCode, rendered: askama::Result<String>) -> Answer {
    Ok((status, whole(rendered)?).into_response())
}

/// 303 to an address as it stands.
pub(crate) fn see_other(url: &str) -> Response {
    let location = HeaderValue::from_str(url).unwrap_or_else(|_| HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// A rendered page.
pub(crate) struct Html(String);

impl IntoResponse for Html {
    fn into_response(self) -> Response {
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        ([(header::CONTENT_TYPE, kind)], Body::from(self.0)).into_response()
    }
}

pub(crate) fn html(template: &impl Template) -> Result<Html, PageError> {
    whole(template.render())
}

fn whole(rendered: askama::Result<String>) -> Result<Html, PageError> {
    Ok(Html(rendered.map_err(|error| Fault::new(error).context("rendering a page"))?))
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Visitor, PageError> {
        asking(parts)
    }
}

fn asking(parts: &Parts) -> Result<Visitor, PageError> {
    let visitor = parts.extensions.get::<Visitor>().cloned();
    visitor.ok_or_else(|| Fault::new("a handler outside the house asked for its visitor").into())
}
