//! What a room answers: its routes with their access, its menu entries, its texts, its API description.

use crate::texts::{Lang, Source};
use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use kernel::{Actor, Party, Permission};
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use utoipa::openapi::path::{HttpMethod, Operation as Described, Paths};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{OpenApi, OpenApiBuilder, RefOr};

/// Who may come in; checked before the handler runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Everyone.
    Public,
    /// Anyone with an account.
    Signed,
    /// An officer with any one of these permissions; an empty list means any officer.
    Officer(&'static [Permission]),
    /// Whoever holds a grant for the thing asked for; the handler checks it and answers 404 without.
    Grant,
}

impl Access {
    /// Whether this actor may pass; `None` means that signing in could help.
    pub fn admits(self, actor: &Actor) -> Option<bool> {
        match self {
            Access::Public | Access::Grant => Some(true),
            Access::Signed | Access::Officer(_) if matches!(actor.party, Party::Guest) => None,
            Access::Signed => Some(true),
            Access::Officer(permissions) => Some(
                actor.is_officer()
                    && (permissions.is_empty() || permissions.iter().any(|one| actor.may(*one))),
            ),
        }
    }
}

/// What kind of answer a route gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// HTML to read (or a file to download).
    Page,
    /// A posted form.
    Form,
    /// A posted form with files.
    Upload,
    /// JSON.
    Api,
    /// A file of the house: style sheet, script, icon.
    Asset,
}

/// One line of the route table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RouteInfo {
    /// HTTP method.
    pub method: Method,
    /// Path with parameters in braces.
    pub path: String,
    /// Language of the answer.
    pub lang: Lang,
    /// The room that answers.
    pub room: &'static str,
    /// Name of the page, command or query.
    pub name: &'static str,
    /// Kind of answer.
    pub kind: Kind,
    /// Who may come in.
    pub access: Access,
    /// The command, for what changes something.
    pub command: Option<&'static str>,
}

impl RouteInfo {
    /// Names of the parameters in the path.
    pub fn params(&self) -> impl Iterator<Item = &str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }
}

/// An entry of a menu.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MenuItem {
    /// Vietnamese path it leads to.
    pub path: String,
    /// Who sees it.
    pub access: Access,
    /// Place among the others, smallest first.
    pub order: u16,
    /// Key of its text.
    pub key: &'static str,
    /// Whether a narrow screen shows it in the header too.
    pub always: bool,
}

/// Builds the routes of a room whose handlers take `State<S>`.
pub struct Routes<S> {
    room: Room,
    handlers: Vec<(Method, String, Erased<S>)>,
}

/// What every handler gives: its answer, to be waited for.
type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A handler, its type set aside: the router around it is compiled once for the house, not once
/// for each handler.
type Erased<S> = Arc<dyn Fn(Request, S) -> Answering + Send + Sync>;

fn erased<H, T, S>(handler: H) -> Erased<S>
where
    H: Handler<T, S, Future = Answering>,
{
    Arc::new(move |request, state| handler.clone().call(request, state))
}

/// A handler that has its state.
#[derive(Clone)]
struct Ready(Arc<dyn Fn(Request) -> Answering + Send + Sync>);

impl Handler<(), ()> for Ready {
    type Future = Answering;

    fn call(self, request: Request, _: ()) -> Answering {
        (self.0)(request)
    }
}

/// One API operation with its handler: made by [`routes!`](crate::routes!).
pub struct Operation<S> {
    handler: Erased<S>,
    path: String,
    methods: Vec<HttpMethod>,
    described: Described,
    schemas: Vec<(String, RefOr<Schema>)>,
}

/// What [`routes!`](crate::routes!) calls; `P` is what `#[utoipa::path]` made beside the handler.
#[doc(hidden)]
pub fn operation<P, H, T, S>(handler: H) -> Operation<S>
where
    P: utoipa::Path + for<'t> utoipa::__dev::Tags<'t> + utoipa::__dev::SchemaReferences,
    H: Handler<T, S, Future = Answering>,
{
    let mut schemas = Vec::new();
    P::schemas(&mut schemas);
    let described = tagged(P::operation(), &P::tags());
    Operation { handler: erased(handler), path: P::path(), methods: P::methods(), described, schemas }
}

fn tagged(mut described: Described, tags: &[&str]) -> Described {
    if !tags.is_empty() {
        let known = described.tags.get_or_insert_default();
        known.extend(tags.iter().map(|tag| (*tag).to_owned()));
    }
    described
}

/// One API operation for [`Routes::api`](crate::Routes::api): the path of a handler that has
/// `#[utoipa::path]`.
#[macro_export]
macro_rules! routes {
    ($handler:ident) => {
        $crate::paste! { $crate::operation::<[<__path_ $handler>], _, _, _>($handler) }
    };
    ($module:ident :: $handler:ident) => {
        $crate::paste! { $crate::operation::<$module::[<__path_ $handler>], _, _, _>($module::$handler) }
    };
    ($outer:ident :: $module:ident :: $handler:ident) => {
        $crate::paste! {
            $crate::operation::<$outer::$module::[<__path_ $handler>], _, _, _>($outer::$module::$handler)
        }
    };
}

/// A room ready to be put into the house.
pub struct Room {
    /// Its name.
    pub name: &'static str,
    /// Its part of the route table.
    pub table: Vec<RouteInfo>,
    /// Its part of the API description.
    pub openapi: OpenApi,
    /// Its texts.
    pub texts: Option<Source>,
    pub(crate) router: Router,
    pub(crate) menu: Vec<MenuItem>,
    pub(crate) nav: Vec<MenuItem>,
    pub(crate) foot: Vec<MenuItem>,
    pub(crate) problems: Vec<String>,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// An empty room.
    pub fn new(room: &'static str) -> Routes<S> {
        let empty = Room {
            name: room,
            table: Vec::new(),
            openapi: OpenApiBuilder::new().build(),
            texts: None,
            router: Router::new(),
            menu: Vec::new(),
            nav: Vec::new(),
            foot: Vec::new(),
            problems: Vec::new(),
        };
        Routes { room: empty, handlers: Vec::new() }
    }

    /// The room's catalogues: `include_str!` of `texts/vi.ftl` and `texts/en.ftl`.
    #[must_use]
    pub fn texts(mut self, vi: &'static str, en: &'static str) -> Self {
        self.room.texts = Some(Source { room: self.room.name, vi, en });
        self
    }

    /// A page at `path` and at `/en` + `path`.
    #[must_use]
    pub fn page<H, T>(self, path: &str, name: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, S, Future = Answering>,
        T: 'static,
    {
        self.in_both(Method::GET, path, name, Kind::Page, access, None, erased(handler))
    }

    /// A form posted to `path` or `/en` + `path`; token, origin and size are checked before the handler.
    #[must_use]
    pub fn form<H, T>(self, path: &str, command: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, S, Future = Answering>,
        T: 'static,
    {
        self.in_both(Method::POST, path, command, Kind::Form, access, Some(command), erased(handler))
    }

    /// A question too personal for an address, posted like a form: it changes nothing, so it is no
    /// command. Token, origin and size are checked as for a form.
    #[must_use]
    pub fn ask<H, T>(self, path: &str, name: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, S, Future = Answering>,
        T: 'static,
    {
        self.in_both(Method::POST, path, name, Kind::Form, access, None, erased(handler))
    }

    /// A form with files; the handler takes [`Upload`](crate::Upload), which checks the token.
    #[must_use]
    pub fn upload<H, T>(self, path: &str, command: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, S, Future = Answering>,
        T: 'static,
    {
        self.in_both(Method::POST, path, command, Kind::Upload, access, Some(command), erased(handler))
    }

    /// The same handler at the paths of both languages.
    #[allow(clippy::too_many_arguments, reason = "one line of the table")]
    fn in_both(
        mut self,
        method: Method,
        path: &str,
        name: &'static str,
        kind: Kind,
        access: Access,
        command: Option<&'static str>,
        handler: Erased<S>,
    ) -> Self {
        for lang in Lang::ALL {
            let path = localised(lang, path);
            self.handlers.push((method.clone(), path.clone(), Arc::clone(&handler)));
            self.room.note(method.clone(), path, lang, name, kind, access, command);
        }
        self
    }

    /// One API operation: `.api("name", access, routes!(handler))`. Path and method come from the
    /// handler's `#[utoipa::path]`, so table and description cannot disagree. Anything but GET is a command.
    #[must_use]
    pub fn api(mut self, name: &'static str, access: Access, operation: Operation<S>) -> Self {
        let Operation { handler, path, methods, described, schemas } = operation;
        if let Some(method) = self.room.describe(name, access, path.clone(), methods, described, schemas) {
            self.handlers.push((method, path, handler));
        }
        self
    }

    /// A file of the house that anyone may fetch.
    #[must_use]
    pub fn asset<H, T>(mut self, path: &str, name: &'static str, handler: H) -> Self
    where
        H: Handler<T, S, Future = Answering>,
        T: 'static,
    {
        self.handlers.push((Method::GET, path.to_owned(), erased(handler)));
        self.room.note(Method::GET, path.to_owned(), Lang::Vi, name, Kind::Asset, Access::Public, None);
        self
    }

    /// Puts the page registered last into the staff menu, for those who may open it.
    #[must_use]
    pub fn menu(mut self, order: u16, key: &'static str) -> Self {
        let item = self.room.entry(order, key);
        self.room.menu.extend(item);
        self
    }

    /// Puts the page registered last into the public header.
    #[must_use]
    pub fn nav(mut self, order: u16, key: &'static str) -> Self {
        let item = self.room.entry(order, key);
        self.room.nav.extend(item);
        self
    }

    /// The same, shown in the header of narrow screens too: for the one or two that matter most.
    #[must_use]
    pub fn nav_always(mut self, order: u16, key: &'static str) -> Self {
        let item = self.room.entry(order, key).map(|item| MenuItem { always: true, ..item });
        self.room.nav.extend(item);
        self
    }

    /// Puts the page registered last into the footer.
    #[must_use]
    pub fn foot(mut self, order: u16, key: &'static str) -> Self {
        let item = self.room.entry(order, key);
        self.room.foot.extend(item);
        self
    }

    /// The room with the state its handlers take.
    pub fn with_state(self, state: S) -> Room {
        let mut room = self.room;
        for (method, path, handler) in self.handlers {
            let state = state.clone();
            room.put(method, &path, Ready(Arc::new(move |request| handler(request, state.clone()))));
        }
        room
    }
}

impl Room {
    fn put(&mut self, method: Method, path: &str, handler: Ready) {
        match MethodFilter::try_from(method) {
            Ok(method) => self.router = std::mem::take(&mut self.router).route(path, on(method, handler)),
            Err(_) => self.problems.push(format!("{path}: no route answers to its method")),
        }
    }

    /// Notes an API operation in table and description; gives its method.
    fn describe(
        &mut self,
        name: &'static str,
        access: Access,
        path: String,
        methods: Vec<HttpMethod>,
        described: Described,
        schemas: Vec<(String, RefOr<Schema>)>,
    ) -> Option<Method> {
        // The clock of a demonstration is no part of the API that offices build on.
        if !path.starts_with("/api/v1/") && !path.starts_with("/demo/") {
            self.problems.push(format!("{name}: API path {path} is not under /api/v1/"));
        }
        let method = match methods.as_slice() {
            [HttpMethod::Get] => Method::GET,
            [HttpMethod::Post] => Method::POST,
            [HttpMethod::Put] => Method::PUT,
            [HttpMethod::Patch] => Method::PATCH,
            [HttpMethod::Delete] => Method::DELETE,
            _ => {
                self.problems.push(format!("{name}: one operation with one method is expected at {path}"));
                return None;
            }
        };
        let mut paths = Paths::new();
        paths.add_path_operation(&path, methods, described);
        self.openapi.paths.merge(paths);
        self.openapi.components.get_or_insert_default().schemas.extend(schemas);
        let command = (method != Method::GET).then_some(name);
        self.note(method.clone(), path, Lang::Vi, name, Kind::Api, access, command);
        Some(method)
    }

    fn entry(&mut self, order: u16, key: &'static str) -> Option<MenuItem> {
        let page = self.table.iter().rev().find(|route| route.kind == Kind::Page && route.lang == Lang::Vi);
        let item = page.map(|page| MenuItem {
            path: page.path.clone(),
            access: page.access,
            order,
            key,
            always: false,
        });
        if item.as_ref().is_none_or(|item| item.path.contains('{')) {
            self.problems.push(format!("menu entry {key} stands after no page, or one with parameters"));
            return None;
        }
        item
    }

    #[allow(clippy::too_many_arguments, reason = "one line of the table")]
    fn note(
        &mut self,
        method: Method,
        path: String,
        lang: Lang,
        name: &'static str,
        kind: Kind,
        access: Access,
        command: Option<&'static str>,
    ) {
        let room = self.name;
        self.table.push(RouteInfo { method, path, lang, room, name, kind, access, command });
    }
}

/// The path in a language: `/tra-cuu`, `/en/tra-cuu`; the home page is `/` and `/en`.
pub fn localised(lang: Lang, path: &str) -> String {
    match lang {
        Lang::Vi => path.to_owned(),
        Lang::En if path == "/" => "/en".to_owned(),
        Lang::En => format!("/en{path}"),
    }
}

/// Finds the line of the table for a matched path and a method.
#[derive(Default)]
pub(crate) struct Index(HashMap<String, Vec<Arc<RouteInfo>>>);

impl Index {
    pub(crate) fn new(table: &[Arc<RouteInfo>]) -> Index {
        let mut index: HashMap<String, Vec<Arc<RouteInfo>>> = HashMap::new();
        for route in table {
            index.entry(route.path.clone()).or_default().push(Arc::clone(route));
        }
        Index(index)
    }

    /// `Err` holds the methods that would do.
    pub(crate) fn find(&self, path: &str, method: &Method) -> Result<&Arc<RouteInfo>, String> {
        let method = if method == Method::HEAD { &Method::GET } else { method };
        let routes = self.0.get(path).map(Vec::as_slice).unwrap_or_default();
        routes
            .iter()
            .find(|route| route.method == *method)
            .ok_or_else(|| routes.iter().map(|route| route.method.as_str()).collect::<Vec<_>>().join(", "))
    }
}
