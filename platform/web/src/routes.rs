//! What a room answers: its routes with their access, its menu entries, its texts, its API description.

use crate::texts::{Lang, Source};
use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{get, post};
use kernel::{Actor, Party, Permission};
use std::collections::HashMap;
use std::sync::Arc;
use utoipa::openapi::{OpenApi, OpenApiBuilder};
use utoipa_axum::router::UtoipaMethodRouter;

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
    router: Router<S>,
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
        Routes { room: empty, router: Router::new() }
    }

    /// The room's catalogues: `include_str!` of `texts/vi.ftl` and `texts/en.ftl`.
    #[must_use]
    pub fn texts(mut self, vi: &'static str, en: &'static str) -> Self {
        self.room.texts = Some(Source { room: self.room.name, vi, en });
        self
    }

    /// A page at `path` and at `/en` + `path`.
    #[must_use]
    pub fn page<H, T>(mut self, path: &str, name: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        for lang in Lang::ALL {
            let path = localised(lang, path);
            self.router = self.router.route(&path, get(handler.clone()));
            self.note(Method::GET, path, lang, name, Kind::Page, access, None);
        }
        self
    }

    /// A form posted to `path` or `/en` + `path`; token, origin and size are checked before the handler.
    #[must_use]
    pub fn form<H, T>(mut self, path: &str, command: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        for lang in Lang::ALL {
            let path = localised(lang, path);
            self.router = self.router.route(&path, post(handler.clone()));
            self.note(Method::POST, path, lang, command, Kind::Form, access, Some(command));
        }
        self
    }

    /// A question too personal for an address, posted like a form: it changes nothing, so it is no
    /// command. Token, origin and size are checked as for a form.
    #[must_use]
    pub fn ask<H, T>(mut self, path: &str, name: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        for lang in Lang::ALL {
            let path = localised(lang, path);
            self.router = self.router.route(&path, post(handler.clone()));
            self.note(Method::POST, path, lang, name, Kind::Form, access, None);
        }
        self
    }

    /// A form with files; the handler takes [`Upload`](crate::Upload), which checks the token.
    #[must_use]
    pub fn upload<H, T>(mut self, path: &str, command: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        for lang in Lang::ALL {
            let path = localised(lang, path);
            self.router = self.router.route(&path, post(handler.clone()));
            self.note(Method::POST, path, lang, command, Kind::Upload, access, Some(command));
        }
        self
    }

    /// One API operation: `.api("name", access, routes!(handler))`. Path and method come from the
    /// handler's `#[utoipa::path]`, so table and description cannot disagree. Anything but GET is a command.
    #[must_use]
    pub fn api(mut self, name: &'static str, access: Access, operation: UtoipaMethodRouter<S>) -> Self {
        let (schemas, paths, methods) = operation;
        let mut operations = 0;
        for (path, item) in &paths.paths {
            // The clock of a demonstration is no part of the API that offices build on.
            if !path.starts_with("/api/v1/") && !path.starts_with("/demo/") {
                self.room.problems.push(format!("{name}: API path {path} is not under /api/v1/"));
            }
            let known = [
                (Method::GET, &item.get),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
            ];
            for (method, operation) in known {
                if operation.is_some() {
                    operations += 1;
                    let command = (method != Method::GET).then_some(name);
                    self.note(method, path.clone(), Lang::Vi, name, Kind::Api, access, command);
                }
            }
            self.router = self.router.route(path, methods.clone());
        }
        if operations != 1 {
            self.room.problems.push(format!("{name}: {operations} operations in one .api(), one expected"));
        }
        self.room.openapi.paths.merge(paths);
        let components = self.room.openapi.components.get_or_insert_default();
        components.schemas.extend(schemas);
        self
    }

    /// A file of the house that anyone may fetch.
    #[must_use]
    pub fn asset<H, T>(mut self, path: &str, name: &'static str, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.router = self.router.route(path, get(handler));
        self.note(Method::GET, path.to_owned(), Lang::Vi, name, Kind::Asset, Access::Public, None);
        self
    }

    /// Puts the page registered last into the staff menu, for those who may open it.
    #[must_use]
    pub fn menu(mut self, order: u16, key: &'static str) -> Self {
        let item = self.entry(order, key);
        self.room.menu.extend(item);
        self
    }

    /// Puts the page registered last into the public header.
    #[must_use]
    pub fn nav(mut self, order: u16, key: &'static str) -> Self {
        let item = self.entry(order, key);
        self.room.nav.extend(item);
        self
    }

    /// The same, shown in the header of narrow screens too: for the one or two that matter most.
    #[must_use]
    pub fn nav_always(mut self, order: u16, key: &'static str) -> Self {
        let item = self.entry(order, key).map(|item| MenuItem { always: true, ..item });
        self.room.nav.extend(item);
        self
    }

    /// Puts the page registered last into the footer.
    #[must_use]
    pub fn foot(mut self, order: u16, key: &'static str) -> Self {
        let item = self.entry(order, key);
        self.room.foot.extend(item);
        self
    }

    fn entry(&mut self, order: u16, key: &'static str) -> Option<MenuItem> {
        let page =
            self.room.table.iter().rev().find(|route| route.kind == Kind::Page && route.lang == Lang::Vi);
        let item = page.map(|page| MenuItem {
            path: page.path.clone(),
            access: page.access,
            order,
            key,
            always: false,
        });
        if item.as_ref().is_none_or(|item| item.path.contains('{')) {
            self.room.problems.push(format!("menu entry {key} stands after no page, or one with parameters"));
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
        let room = self.room.name;
        self.room.table.push(RouteInfo { method, path, lang, room, name, kind, access, command });
    }

    /// The room with the state its handlers take.
    pub fn with_state(self, state: S) -> Room {
        let mut room = self.room;
        room.router = self.router.with_state(state);
        room
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
