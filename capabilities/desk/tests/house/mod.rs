//! A whole house over either engine with the demonstration province, asked as a browser asks.

use accounts::Accounts;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use catalogue::Catalogue;
use dossiers::Dossiers;
use futures_util::future::BoxFuture;
use kernel::{Actor, Clock, Fault, Id, Ids, Party};
use std::sync::Arc;
use testkit::store::Engine;
use testkit::{Fresh, TempDir};
use tower::ServiceExt;
use web::{Credential, Resolver, SessionActor};

/// The house and what it stands on.
pub(crate) struct House {
    pub(crate) dossiers: Dossiers,
    pub(crate) router: Router,
    pub(crate) clock: Clock,
    logins: Vec<(String, Id)>,
    _fresh: Fresh,
    _folder: TempDir,
}

/// Everyone signs in by showing the number of the account.
struct Doorman(Accounts, Clock);

impl Resolver for Doorman {
    fn resolve<'a>(
        &'a self,
        shown: Credential<'a>,
    ) -> BoxFuture<'a, Result<Option<Arc<SessionActor>>, Fault>> {
        Box::pin(async move {
            let (Credential::Session(token) | Credential::Bearer(token)) = shown;
            let officer = token.parse().ok().and_then(|id| self.0.officer(Id(id)));
            Ok(officer.map(|officer| {
                let roles = officer.roles_at(self.1.civil());
                let lent = self.0.lent(officer.id, self.1.civil());
                let all = lent.iter().fold(roles, |all, one| all.with(one.role));
                Arc::new(SessionActor {
                    actor: Actor {
                        party: Party::Officer,
                        account: Some(officer.id),
                        session: Some(officer.id),
                        roles,
                        permissions: accounts::permissions::of_roles(all),
                        agency: officer.agency,
                        unit: officer.unit,
                        lent,
                    },
                    name: officer.name.clone(),
                    post: officer.title.clone(),
                    office: String::new(),
                })
            }))
        })
    }
}

/// What came back.
pub(crate) struct Got {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) body: String,
    pub(crate) headers: axum::http::HeaderMap,
}

impl House {
    /// Monday 7 September 2026, 09:41.
    pub(crate) fn on(engine: Engine) -> House {
        let sets = [
            files::MIGRATIONS,
            accounts::MIGRATIONS,
            catalogue::MIGRATIONS,
            cases::MIGRATIONS,
            dossiers::MIGRATIONS,
        ];
        let fresh = testkit::fresh(engine, &sets);
        let (db, folder) = (fresh.db(), testkit::temp_dir());
        let clock = testkit::clock_at("2026-09-07T09:41:00+07:00");
        let ids = Ids::new(clock.clone(), 1);
        let vault = vault::Vault::ephemeral();
        let accounts = Accounts::open(db.clone(), vault.clone(), clock.clone(), ids.clone()).unwrap();
        let seeded = accounts::seed::run(&accounts).unwrap();
        let catalogue = Catalogue::open(&db, &ids, &clock, catalogue::Files::embedded()).unwrap();
        let files = files::Files::open(folder.path(), vault.clone(), ids.clone()).unwrap();
        let dossiers =
            Dossiers { db, vault, files, clock: clock.clone(), ids, accounts: accounts.clone(), catalogue };
        let mut config = web::Config::new(*b"a key for tests only, never used");
        config.demo = true;
        let rooms = vec![
            desk::room(dossiers.clone()),
            dossiers::room(dossiers.clone()),
            catalogue::room(dossiers.catalogue.clone()),
            accounts::room(accounts.clone()),
        ];
        let resolver = Arc::new(Doorman(accounts, clock.clone()));
        let built =
            web::Assembly { config, clock: clock.clone(), resolver, replay: None, rooms }.build().unwrap();
        let logins = seeded.accounts.iter().map(|row| (row.login.clone(), row.id)).collect();
        House { dossiers, router: built.router, clock, logins, _fresh: fresh, _folder: folder }
    }

    /// The account of a demonstration login.
    pub(crate) fn id(&self, login: &str) -> Id {
        self.logins.iter().find(|(one, _)| one == login).unwrap_or_else(|| panic!("{login}")).1
    }

    pub(crate) fn actor(&self, login: &str) -> Actor {
        let officer = self.dossiers.accounts.officer(self.id(login)).unwrap();
        let roles = officer.roles_at(self.clock.civil());
        Actor {
            party: Party::Officer,
            account: Some(officer.id),
            session: Some(officer.id),
            roles,
            permissions: accounts::permissions::of_roles(roles),
            agency: officer.agency,
            unit: officer.unit,
            lent: Vec::new(),
        }
    }

    fn ask(&self, request: Request<Body>) -> Got {
        testkit::block_on(async {
            let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, 10_000_000).await.unwrap();
            let location = parts.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap());
            Got {
                status: parts.status,
                location: location.to_owned(),
                body: String::from_utf8_lossy(&bytes).into_owned(),
                headers: parts.headers.clone(),
            }
        })
    }

    fn request(&self, login: &str, method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1:8080")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", format!("phien={}", self.id(login).0))
    }

    /// Whatever comes.
    pub(crate) fn try_get(&self, login: &str, path: &str) -> Got {
        self.ask(self.request(login, "GET", path).body(Body::empty()).unwrap())
    }

    /// A page that must come, well made.
    pub(crate) fn get(&self, login: &str, path: &str) -> String {
        let got = self.try_get(login, path);
        assert_eq!(got.status, StatusCode::OK, "{login} {path}: {}", got.body);
        well_made(path, &got.body);
        got.body
    }

    /// The same page in both languages; the Vietnamese one is returned.
    pub(crate) fn get_both(&self, login: &str, path: &str) -> String {
        self.get(login, &format!("/en{path}"));
        self.get(login, path)
    }

    /// Posts the form of a page that goes to `action`, with these values over what it holds.
    pub(crate) fn post(&self, login: &str, page: &str, action: &str, values: &[(&str, &str)]) -> Got {
        let form = form_of(page, action);
        let mut pairs: Vec<(String, String)> = form.hidden;
        for (name, value) in values {
            pairs.push(((*name).to_owned(), (*value).to_owned()));
        }
        self.post_pairs(login, action, &pairs)
    }

    pub(crate) fn post_pairs(&self, login: &str, action: &str, pairs: &[(String, String)]) -> Got {
        let body: Vec<String> = pairs.iter().map(|(n, v)| format!("{}={}", encoded(n), encoded(v))).collect();
        let request = self
            .request(login, "POST", action)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.ask(request)
    }

    /// The token of an officer's own forms.
    pub(crate) fn csrf(&self, login: &str) -> String {
        let page = self.get(login, "/can-bo/tra-cuu");
        let tag = page.split("<input type=\"hidden\" name=\"csrf\" value=\"").nth(1).unwrap();
        tag[..tag.find('"').unwrap()].to_owned()
    }

    /// Posts a form with one file.
    pub(crate) fn upload(&self, login: &str, page: &str, action: &str, name: &str, content: &[u8]) -> Got {
        let mut body: Vec<u8> = Vec::new();
        for (field, value) in form_of(page, action).hidden {
            body.extend(
                format!("--X\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let head = format!(
            "--X\r\ncontent-disposition: form-data; name=\"tep\"; filename=\"{name}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(content);
        body.extend(b"\r\n--X--\r\n");
        let request = self
            .request(login, "POST", action)
            .header("content-type", "multipart/form-data; boundary=X")
            .body(Body::from(body))
            .unwrap();
        self.ask(request)
    }
}

/// A form as it stands in a page.
pub(crate) struct FormOf {
    pub(crate) hidden: Vec<(String, String)>,
}

/// The form that posts to `action`, with its hidden inputs.
pub(crate) fn form_of(page: &str, action: &str) -> FormOf {
    let starts = [format!("action=\"{action}#loi\""), format!("action=\"{action}\"")];
    let at = starts.iter().find_map(|start| page.find(start.as_str()));
    let at = at.unwrap_or_else(|| panic!("no form for {action} in {page}"));
    let form = &page[at..page[at..].find("</form>").map_or(page.len(), |end| at + end)];
    let mut hidden = Vec::new();
    for input in form.split("<input type=\"hidden\"").skip(1) {
        let tag = &input[..input.find('>').unwrap()];
        let attribute = |name: &str| {
            let rest = tag.split_once(&format!("{name}=\"")).unwrap().1;
            rest[..rest.find('"').unwrap()].to_owned()
        };
        hidden.push((attribute("name"), attribute("value")));
    }
    FormOf { hidden }
}

/// No missing text, no unescaped template, every id once, every label and description at home.
pub(crate) fn well_made(path: &str, page: &str) {
    assert!(!page.contains('⟦'), "{path}: {}", &page[page.find('⟦').unwrap()..][..80]);
    assert!(!page.contains("{{") && !page.contains("{%"), "{path}");
    let mut ids: Vec<&str> =
        page.split(" id=\"").skip(1).map(|rest| &rest[..rest.find('"').unwrap()]).collect();
    let all = ids.clone();
    ids.sort_unstable();
    for pair in ids.windows(2) {
        assert_ne!(pair[0], pair[1], "{path}: id twice");
    }
    for attribute in [" for=\"", " aria-labelledby=\"", " aria-describedby=\"", "href=\"#"] {
        for rest in page.split(attribute).skip(1) {
            for id in rest[..rest.find('"').unwrap()].split(' ') {
                assert!(all.contains(&id), "{path}: {attribute}{id}\" leads nowhere");
            }
        }
    }
    assert_eq!(page.matches("<h1").count(), 1, "{path}: one h1");
}

pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A small picture that is one by its content: a white dot in PNG.
pub(crate) fn picture() -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], data: &[u8]| {
        let mut both = kind.to_vec();
        both.extend(data);
        png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        png.extend(&both);
        png.extend(crc(&both).to_be_bytes());
    };
    chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    chunk(b"IDAT", &[0x78, 0x01, 0x01, 2, 0, 0xfd, 0xff, 0, 0xff, 0x01, 0x01, 0x01, 0x00]);
    chunk(b"IEND", &[]);
    png
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    !crc
}
