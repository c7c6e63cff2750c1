//! One example for every form: who sends it, from which page, with which values; who else may not;
//! which field holds the version seen.

mod editor;
mod offices;
mod paths;
mod person;

use accounts::UnitKind;
use cases::TaskKind;
use kernel::{Id, Role};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;
use walkthroughs::html::Form;
use walkthroughs::samples::{self, EXTRACT, HOUSE};
use walkthroughs::walk::{self, staff_path};
use walkthroughs::{Client, Engine, Town};

const COPY: &str = "2.000635";
const PERMIT: &str = "1.013225";
const WARD: &str = "H29.201";
/// The ward where two officers share each desk, so that work is held by nobody at first.
const SHARED: &str = "H29.202";

/// A form ready to be sent.
pub(crate) struct Example {
    pub(crate) who: Client,
    pub(crate) form: Form,
    pub(crate) values: Vec<(String, String)>,
    /// Field, name, bytes.
    pub(crate) files: Vec<(String, String, Vec<u8>)>,
    /// Somebody with the same rights elsewhere, and what they are told.
    pub(crate) stranger: Option<(Client, u16)>,
    /// The field with the version seen.
    pub(crate) version: Option<&'static str>,
}

impl Example {
    fn new(who: Client, form: Form, values: &[(&str, &str)]) -> Example {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Example { who, form, values, files: Vec::new(), stranger: None, version: None }
    }

    fn stranger(self, stranger: Client) -> Example {
        Example { stranger: Some((stranger, 404)), ..self }
    }

    fn versioned(self, field: &'static str) -> Example {
        Example { version: Some(field), ..self }
    }

    /// What is sent.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let values: Vec<(&str, &str)> =
            self.values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.form.filled(&values)
    }
}

/// A town with people signed in.
pub(crate) struct Scene<'t> {
    pub(crate) town: &'t Town,
    signed: RefCell<HashMap<String, Client>>,
    next: Cell<usize>,
    /// A copy promised for yesterday and not done.
    late: Id,
    other: Option<(Arc<motcua::House>, axum::Router)>,
}

impl<'t> Scene<'t> {
    pub(crate) fn new(town: &'t Town) -> Scene<'t> {
        // Time passes before everything else: all examples share one clock, and so does the other process.
        let late = town.sent("nguoidan", COPY, WARD, EXTRACT);
        town.accepted("tiepnhan.saigon", late);
        town.pass_minutes(24 * 60);
        let scene = Scene {
            town,
            signed: RefCell::default(),
            next: Cell::new(0),
            late,
            other: (town.engine == Engine::Postgres).then(|| town.another_process()),
        };
        scene.second_officers();
        scene
    }

    /// The same browser asking another process.
    pub(crate) fn elsewhere(&self, client: &Client) -> Client {
        match &self.other {
            Some((house, router)) => {
                // Its clock stands still, so the three seconds in which it would look are over now.
                house.accounts.refresh_blocking().unwrap();
                client.at(router.clone())
            }
            None => client.window(),
        }
    }

    fn who(&self, login: &str) -> Client {
        if !self.signed.borrow().contains_key(login) {
            let client = self.town.sign_in(login);
            self.signed.borrow_mut().insert(login.to_owned(), client);
        }
        self.signed.borrow()[login].window()
    }

    fn number(&self) -> usize {
        self.next.set(self.next.get() + 1);
        self.next.get()
    }

    /// In the shared ward every unit that works has two officers.
    fn second_officers(&self) {
        let admin = self.who("quantri");
        for (kind, login) in
            [(UnitKind::CivilStatus, "hotich2.benthanh"), (UnitKind::Construction, "xaydung2.benthanh")]
        {
            let unit = self.town.house().accounts.unit_of_kind(self.town.agency(SHARED), kind).unwrap().id;
            self.new_officer(&admin, login, unit, Role::Specialist).expect(200);
        }
    }

    fn new_officer(&self, admin: &Client, login: &str, unit: Id, role: Role) -> walkthroughs::Answer {
        let form = admin.form("/can-bo/he-thong/nguoi-dung/moi", "/can-bo/he-thong/nguoi-dung");
        let phone = format!("0900001{:03}", self.number());
        admin.submit(
            &form,
            &[
                ("name", "Lý Văn Thêm"),
                ("title", "Chuyên viên"),
                ("phone", &phone),
                ("login", login),
                ("unit", &unit.to_string()),
                ("roles", role.name()),
            ],
        )
    }

    /// A new officer's account, by an administrator.
    fn officer(&self) -> Id {
        let admin = self.who("quantri");
        let login = format!("them{}", self.number());
        let unit = self.town.house().accounts.unit_of_kind(self.town.agency(WARD), UnitKind::Department);
        let unit = unit.or_else(|| {
            self.town.house().accounts.unit_of_kind(self.town.agency("H29"), UnitKind::Department)
        });
        self.new_officer(&admin, &login, unit.unwrap().id, Role::Surveyor).expect(200);
        let agency = self.town.agency("H29");
        let officers = self.town.house().accounts.officers_of_agency(agency);
        officers.iter().find(|officer| officer.login == login).unwrap().id
    }

    /// A person who just signed up: their browser.
    fn newcomer(&self) -> Client {
        let client = self.town.guest();
        let phone = format!("0911{:06}", self.number());
        let done = client.post_form(
            "/dang-ky",
            "/dang-ky",
            &[
                ("name", "Mai Thị Mới"),
                ("phone", &phone),
                ("card", ""),
                ("mat_khau", "mật khẩu thứ nhất"),
                ("mat_khau_lai", "mật khẩu thứ nhất"),
            ],
        );
        done.expect(303);
        client
    }

    fn copy(&self, ward: &str) -> Id {
        self.town.sent("nguoidan", COPY, ward, EXTRACT)
    }

    fn draft(&self) -> Id {
        self.town.draft("nguoidan", PERMIT, WARD, HOUSE)
    }

    /// The form of an officer beside a dossier.
    fn beside(&self, login: &str, case: Id, leaf: &str, values: &[(&str, &str)]) -> Example {
        let role = login.split('.').next().unwrap();
        self.beside_and(login, &format!("{role}.thuduc"), case, leaf, values)
    }

    /// The same where the stranger is somebody of another office.
    fn beside_and(
        &self,
        login: &str,
        stranger: &str,
        case: Id,
        leaf: &str,
        values: &[(&str, &str)],
    ) -> Example {
        let who = self.who(login);
        let state = self.town.state(case);
        let path = staff_path(state.number());
        let page = match leaf {
            "lien-he" => format!("{path}?muc=trao-doi"),
            _ => path.clone(),
        };
        let form = who.form(&page, &format!("{path}/{leaf}"));
        Example::new(who, form, values).stranger(self.who(stranger)).versioned("phien_ban")
    }

    fn forward(&self, login: &str, case: Id) {
        let task = self.town.state(case).leading().unwrap().id;
        let room = &self.town.house().dossiers;
        let done =
            self.town.wait(room.forward(&self.town.actor(login), case, task, dossiers::Seen::default()));
        done.unwrap_or_else(|failure| panic!("{failure:?}"));
    }

    /// A copy accepted at its ward; the clerk has it, with a result attached when wanted.
    fn accepted(&self, with_result: bool) -> Id {
        let case = self.copy(WARD);
        let code = self.town.accepted("tiepnhan.saigon", case);
        if with_result {
            walk::attach(&self.who("hotich.saigon"), &code, "ban-sao.pdf", samples::PDF);
        }
        case
    }

    fn at_signatory(&self) -> Id {
        let case = self.accepted(true);
        self.forward("hotich.saigon", case);
        case
    }

    fn ready(&self) -> Id {
        let case = self.at_signatory();
        self.forward("chutich.saigon", case);
        case
    }
}

pub(crate) type Prepare = fn(&Scene<'_>) -> Example;

/// A paper and an answer asked for after appraisal, each ready to be sent.
pub(crate) use person::both_items;

/// The examples of a form, `None` when there is none; a form with a test of its own has an empty list.
pub(crate) fn examples(path: &str) -> Option<Vec<Prepare>> {
    let first = example(path)?;
    Some(first.into_iter().chain(paths::also(path)).chain(editor::also(path)).collect())
}

/// The first example of a form; the inner `None` stands for a form with a test of its own.
fn example(path: &str) -> Option<Option<Prepare>> {
    let prepare: Prepare = match path {
        "/dang-nhap" => |scene| {
            let who = scene.town.guest();
            let form = who.form("/dang-nhap", "/dang-nhap");
            Example::new(who, form, &[("login", "nguoidan4"), ("mat_khau", accounts::seed::PASSWORD)])
        },
        "/dang-ky" => |scene| {
            let who = scene.town.guest();
            let form = who.form("/dang-ky", "/dang-ky");
            let phone = format!("0912{:06}", scene.number());
            Example::new(
                who,
                form,
                &[
                    ("name", "Mai Thị Mới"),
                    ("phone", &phone),
                    ("mat_khau", "mật khẩu thứ nhất"),
                    ("mat_khau_lai", "mật khẩu thứ nhất"),
                ],
            )
        },
        "/thoat" => |scene| {
            let who = scene.town.sign_in("nguoidan5");
            let form = who.form("/", "/thoat");
            Example::new(who, form, &[])
        },
        // Needs a house in which nobody is in office.
        "/thiet-lap/{token}" => return Some(None),
        // A question: it changes nothing.
        "/can-bo/tra-cuu" => return Some(None),
        "/tai-khoan" => |scene| {
            let who = scene.newcomer();
            let form = who.form("/tai-khoan", "/tai-khoan");
            Example::new(who, form, &[("address", "5 đường Thử Nghiệm")]).versioned("version")
        },
        "/tai-khoan/mat-khau" => |scene| {
            let who = scene.newcomer();
            let form = who.form("/tai-khoan/mat-khau", "/tai-khoan/mat-khau");
            let new = "mật khẩu thứ hai";
            Example::new(
                who,
                form,
                &[("mat_khau_cu", "mật khẩu thứ nhất"), ("mat_khau", new), ("mat_khau_lai", new)],
            )
        },
        "/tai-khoan/ma-truy-cap" => |scene| {
            let who = scene.newcomer();
            let form = who.form("/tai-khoan/ma-truy-cap", "/tai-khoan/ma-truy-cap");
            Example::new(who, form, &[("name", "phần mềm kế toán"), ("days", "30")])
        },
        "/tai-khoan/ma-truy-cap/{token}/thu-hoi" => |scene| {
            let who = scene.newcomer();
            let values = [("name", "phần mềm"), ("days", "30")];
            who.post_form("/tai-khoan/ma-truy-cap", "/tai-khoan/ma-truy-cap", &values).expect(200);
            let form = who.form("/tai-khoan/ma-truy-cap", "/thu-hoi");
            Example::new(who, form, &[]).stranger(scene.who("nguoidan2"))
        },
        "/can-bo/he-thong/nguoi-dung" => |scene| {
            let who = scene.who("quantri");
            let form = who.form("/can-bo/he-thong/nguoi-dung/moi", "/can-bo/he-thong/nguoi-dung");
            let unit =
                scene.town.house().accounts.unit_of_kind(scene.town.agency("H29"), UnitKind::Department);
            let (n, unit) = (scene.number(), unit.unwrap().id.to_string());
            let (login, phone) = (format!("moi{n}"), format!("0900002{n:03}"));
            let values = [
                ("name", "Lý Văn Thêm"),
                ("title", "Chuyên viên"),
                ("phone", phone.as_str()),
                ("login", login.as_str()),
                ("unit", unit.as_str()),
                ("roles", "surveyor"),
            ];
            Example::new(who, form, &values).stranger(scene.who("chutich.saigon"))
        },
        "/can-bo/he-thong/nguoi-dung/{officer}" => {
            |scene| managed(scene, "", &[("title", "Chuyên viên chính")])
        }
        "/can-bo/he-thong/nguoi-dung/{officer}/khoa" => |scene| managed(scene, "/khoa", &[]),
        "/can-bo/he-thong/nguoi-dung/{officer}/mo" => |scene| {
            let off = managed(scene, "/khoa", &[]);
            off.who.post(&off.form.action, &off.pairs()).expect(303);
            let path = off.form.action.trim_end_matches("/khoa").to_owned();
            let form = off.who.form(&path, &format!("{path}/mo"));
            Example::new(off.who, form, &[]).stranger(scene.who("chutich.saigon")).versioned("version")
        },
        "/can-bo/he-thong/nguoi-dung/{officer}/go-khoa" => locked_out,
        "/can-bo/he-thong/nguoi-dung/{officer}/mat-khau" => |scene| managed(scene, "/mat-khau", &[]),
        "/nop/{ma}" => |scene| {
            let who = scene.who("nguoidan");
            let form = who.form(&format!("/nop/{COPY}"), &format!("/nop/{COPY}"));
            Example::new(who, form, &[])
        },
        // Its versions are marks of what was shown: a test of its own shows both values.
        "/nop/{ma}/buoc/{khoa}" => answer,
        "/nop/{ma}/giay-to" => |scene| {
            let draft = scene.draft();
            let who = scene.who("nguoidan");
            let path = format!("/nop/{draft}/giay-to");
            let form = who.form(&path, &path);
            let files =
                vec![("giay_giay-to-dat".to_owned(), "sổ hồng.pdf".to_owned(), samples::PDF.to_vec())];
            Example { files, ..Example::new(who, form, &[]).stranger(scene.who("nguoidan2")) }
        },
        "/nop/{ma}/giay-to/{giay}/xoa" => |scene| {
            let draft = scene.draft();
            let who = scene.who("nguoidan");
            let form = who.form(&format!("/nop/{draft}/giay-to"), "/xoa");
            Example::new(who, form, &[]).stranger(scene.who("nguoidan2"))
        },
        "/nop/{ma}/gui" => |scene| {
            let draft = scene.draft();
            let who = scene.who("nguoidan");
            let form = who.form(&format!("/nop/{draft}/xem-lai"), &format!("/nop/{draft}/gui"));
            Example::new(who, form, &[("dong_y", "1")]).stranger(scene.who("nguoidan2"))
        },
        "/nop/{ma}/xoa" => |scene| {
            let draft = scene.draft();
            let who = scene.who("nguoidan");
            let path = format!("/nop/{draft}/xoa");
            let form = who.form(&path, &path);
            Example::new(who, form, &[]).stranger(scene.who("nguoidan2"))
        },
        "/tra-cuu" => |scene| {
            let case = scene.copy(WARD);
            let secret = cases::lookup_secret(&scene.town.house().vault, case);
            let who = scene.who("nguoidan2");
            let form = who.form("/tra-cuu", "/tra-cuu");
            let number = scene.town.state(case).receipt;
            Example::new(who, form, &[("ma", &number), ("bi_mat", &secret)])
        },
        "/can-bo/quay/{procedure}" => counter,
        "/can-bo/phan-cong" => |scene| {
            let case = scene.copy(SHARED);
            scene.town.accepted("tiepnhan.benthanh", case);
            let who = scene.who("chanhvanphong.benthanh");
            let mut form = who.form("/can-bo/phan-cong", "/can-bo/phan-cong");
            let mark = format!("{case}.");
            form.inputs.retain(|input| input.name != "viec" || input.value.starts_with(&mark));
            form.inputs
                .iter_mut()
                .filter(|input| input.name == "viec")
                .for_each(|input| input.checked = true);
            let holder = scene.town.actor("hotich.benthanh").account.unwrap().to_string();
            let mut example = Example::new(who, form, &[("nguoi_nhan", &holder)]).versioned("viec");
            // Several tasks in one form: the report says for each that it is not there.
            example.stranger = Some((scene.who("chanhvanphong.thuduc"), 409));
            example
        },
        "/can-bo/ho-so/{ma}/tiep-nhan" => {
            |scene| scene.beside("tiepnhan.saigon", scene.copy(WARD), "tiep-nhan", &[])
        }
        "/can-bo/ho-so/{ma}/tu-choi" => |scene| {
            scene.beside(
                "tiepnhan.saigon",
                scene.copy(WARD),
                "tu-choi",
                &[("ly_do", "Không thuộc thẩm quyền")],
            )
        },
        "/can-bo/ho-so/{ma}/nhan-viec" => |scene| {
            let case = scene.copy(SHARED);
            scene.town.accepted("tiepnhan.benthanh", case);
            scene.beside("hotich.benthanh", case, "nhan-viec", &[])
        },
        "/can-bo/ho-so/{ma}/phan-cong" => |scene| {
            let case = scene.copy(SHARED);
            scene.town.accepted("tiepnhan.benthanh", case);
            let holder = scene.town.actor("hotich.benthanh").account.unwrap().to_string();
            scene.beside("chanhvanphong.benthanh", case, "phan-cong", &[("nguoi_nhan", &holder)])
        },
        "/can-bo/ho-so/{ma}/chuyen" => {
            |scene| scene.beside("hotich.saigon", scene.accepted(true), "chuyen", &[])
        }
        "/can-bo/ho-so/{ma}/tra-lai" => |scene| {
            scene.beside("chutich.saigon", scene.at_signatory(), "tra-lai", &[("ly_do", "Sai năm đăng ký")])
        },
        "/can-bo/ho-so/{ma}/y-kien" => |scene| {
            let answers = samples::with(HOUSE, &[("land_paper", "other")]);
            let case = scene.town.sent("nguoidan", PERMIT, WARD, &answers);
            scene.town.accepted("tiepnhan.saigon", case);
            scene.forward("truongphong.saigon", case);
            assert!(scene.town.state(case).open_tasks().any(|task| task.kind == TaskKind::Consult));
            scene.beside(
                "hotich.saigon",
                case,
                "y-kien",
                &[("tra_loi", "khong"), ("y_kien", "Đất đang tranh chấp")],
            )
        },
        "/can-bo/ho-so/{ma}/ket-qua" => |scene| {
            let example = scene.beside("hotich.saigon", scene.accepted(false), "ket-qua", &[]);
            let files = vec![("tep".to_owned(), "bản sao.pdf".to_owned(), samples::PDF.to_vec())];
            Example { files, ..example }
        },
        "/can-bo/ho-so/{ma}/doi-chieu" => |scene| {
            let case = scene.town.sent("nguoidan", PERMIT, WARD, HOUSE);
            scene.beside("tiepnhan.saigon", case, "doi-chieu", &[])
        },
        "/can-bo/ho-so/{ma}/thu-phi" => {
            |scene| scene.beside("tiepnhan.saigon", scene.accepted(false), "thu-phi", &[])
        }
        "/can-bo/ho-so/{ma}/tra-ket-qua" => |scene| {
            let case = scene.ready();
            let desk = scene.town.actor("tiepnhan.saigon");
            let room = &scene.town.house().dossiers;
            scene.town.wait(room.take_fee(&desk, case, dossiers::Seen::default())).unwrap();
            scene.beside("tiepnhan.saigon", case, "tra-ket-qua", &[("trao_cho", "applicant")])
        },
        "/can-bo/ho-so/{ma}/lien-he" => |scene| {
            let values = [("kenh", "call"), ("do_ai", "office"), ("noi_dung", "Hỏi lại năm đăng ký")];
            scene.beside("tiepnhan.saigon", scene.accepted(false), "lien-he", &values)
        },
        other => {
            if let Some(example) = editor::example(other) {
                return Some(example);
            }
            let elsewhere = [offices::example, paths::example, person::example];
            return elsewhere.into_iter().find_map(|example| example(other)).map(Some);
        }
    };
    Some(Some(prepare))
}

/// A question of a draft begun by a person with an account.
pub(crate) fn answer(scene: &Scene<'_>) -> Example {
    let draft = scene.town.draft("nguoidan", COPY, WARD, EXTRACT);
    let who = scene.who("nguoidan");
    let path = format!("/nop/{draft}/buoc/noi-dang-ky");
    let form = who.form(&path, &path);
    Example::new(who, form, &[("registered_year", "1989")]).stranger(scene.who("nguoidan2"))
}

/// A form on the page of an officer that an administrator looks after.
fn managed(scene: &Scene<'_>, leaf: &str, values: &[(&str, &str)]) -> Example {
    let path = format!("/can-bo/he-thong/nguoi-dung/{}", scene.officer());
    let who = scene.who("quantri");
    let form = who.form(&path, &format!("{path}{leaf}"));
    Example::new(who, form, values).stranger(scene.who("chutich.saigon")).versioned("version")
}

/// An officer who was locked out by wrong passwords.
fn locked_out(scene: &Scene<'_>) -> Example {
    let id = scene.officer();
    let login = scene.town.house().accounts.officer(id).unwrap().login.clone();
    let guest = scene.town.guest();
    let path = format!("/can-bo/he-thong/nguoi-dung/{id}");
    let who = scene.who("quantri");
    for _ in 0..20 {
        let tried =
            guest.post_form("/dang-nhap", "/dang-nhap", &[("login", &login), ("mat_khau", "sai mật khẩu")]);
        assert_eq!(tried.status, 422, "{}", tried.short());
        if who.page(&path).form(&format!("{path}/go-khoa")).is_some() {
            break;
        }
    }
    let form = who.form(&path, &format!("{path}/go-khoa"));
    Example::new(who, form, &[]).stranger(scene.who("chutich.saigon")).versioned("version")
}

/// The dense page of the counter, filled in.
fn counter(scene: &Scene<'_>) -> Example {
    let who = scene.who("tiepnhan.saigon");
    let path = format!("/can-bo/quay/{COPY}");
    let empty = who.form(&path, &path);
    let mut values = walk::values_for(&empty, "UBND phường Sài Gòn", EXTRACT);
    values.push(("lam".to_owned(), "xem".to_owned()));
    let given: Vec<(&str, &str)> =
        values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let form = who.submit(&empty, &given).expect(200).page().form(&path).unwrap();
    let mut ticked = vec![("lam", "nhan")];
    ticked.extend(
        form.inputs
            .iter()
            .filter(|input| input.kind == "checkbox")
            .map(|input| (input.name.as_str(), input.value.as_str())),
    );
    let example = Example::new(who, form.clone(), &ticked);
    example.stranger(scene.who("hotich.saigon"))
}
