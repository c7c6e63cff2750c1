//! Every part and layout on a few pages, to look at while drawing: `cargo run -p web --example gallery`
//! serves them at 127.0.0.1:8099. The cookie `phien=can-bo` shows what an officer sees.
#![allow(missing_docs, clippy::expect_used)]

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use futures_util::future::BoxFuture;
use kernel::{Actor, Clock, Fault, Id, Moment, Party, Refusal};
use std::net::SocketAddr;
use std::sync::Arc;
use web::parts::{
    Action, Choice, DateTyped, Fact, Field, FileItem, Markup, Mistake, Pages, Ruler, Step, StepState, Tag,
    Tone, qr,
};
use web::{
    Access, Answer, Assembly, Config, Credential, Form, Resolver, Room, Routes, SessionActor, Visitor,
};

#[derive(Template)]
#[template(path = "form.html")]
struct FormPage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "tracking.html")]
struct TrackingPage {
    v: Visitor,
    tag: Tag,
    due: Moment,
    ruler: Ruler,
    steps: Vec<Step>,
    files: Vec<FileItem>,
    facts: Vec<Fact>,
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    v: Visitor,
    tag: Tag,
    due: Moment,
    pages: Pages,
}

#[derive(Template)]
#[template(path = "paper.html")]
struct SlipPage {
    v: Visitor,
    due: Moment,
    qr: Markup,
}

fn due() -> Moment {
    Moment::parse_rfc3339("2026-09-15T17:00:00+07:00").expect("a moment")
}

fn form_page(v: &Visitor, mistakes: Vec<Mistake>) -> FormPage {
    let choices = || {
        vec![
            Choice::new("1", "Bệnh viện, trạm y tế"),
            Choice::new("2", "Ở nhà"),
            Choice::new("3", "Nơi khác").hint("Trên đường đi, ở tỉnh khác, ở nước ngoài"),
        ]
    };
    let typed = DateTyped { day: "31".into(), month: "9".into(), year: "2026".into() };
    let fields = vec![
        Field::date(v, "sinh", "Con sinh ngày nào?")
            .hint("Ghi theo giấy chứng sinh, ví dụ 31 8 2026")
            .typed(typed)
            .heading(),
        Field::one("noi", "Con sinh ở đâu?", choices()),
        Field::many("cung", "Làm cùng lúc việc gì?", choices()).optional(v),
        Field::text("ten", "Họ và tên").autocomplete("name"),
        Field::digits("can_cuoc", "Số căn cước").hint("12 số ở mặt trước").code(),
        Field::phone("dien_thoai", "Điện thoại").optional(v),
        Field::select("tinh", "Phường", choices()),
        Field::area("ghi_chu", "Ghi chú").optional(v),
        Field::file("tep", "Ảnh giấy chứng sinh").extra("accept=\"image/*,application/pdf\""),
        Field::password("mat_khau", "Mật khẩu", false),
    ];
    let fields = fields.into_iter().map(|field| field.mistaken(v, &mistakes)).collect();
    FormPage { v: v.clone(), mistakes, fields }
}

async fn form(v: Visitor) -> Answer {
    v.page(&form_page(&v, Vec::new()))
}

async fn mistaken(v: Visitor, form: Form<std::collections::HashMap<String, String>>) -> Answer {
    drop(form);
    show_mistakes(v).await
}

async fn show_mistakes(v: Visitor) -> Answer {
    let names = ["sinh", "noi", "cung", "ten", "can_cuoc", "dien_thoai", "tinh", "ghi_chu", "tep"];
    let mistakes =
        names.map(|name| Mistake::new(name, format!("Nhập chỗ này cho đủ, ví dụ {name}."))).to_vec();
    v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &form_page(&v, mistakes))
}

async fn tracking(v: Visitor) -> Answer {
    let step = |state, current, title: &str, tone, word: &str| Step {
        state,
        current,
        title: title.into(),
        place: "Phòng Kinh tế, Hạ tầng và Đô thị".into(),
        times: vec![("Hẹn".into(), v.when_short(due())), ("Xong".into(), "09:20".into())],
        tag: Tag::new(tone, word),
    };
    let file = |name: &str, tone, word: &str| FileItem {
        name: name.into(),
        id: web::parts::id_of(name),
        tag: Tag::new(tone, word),
        detail: "2 trang, 640 KB".into(),
        actions: vec![Action::link("/mau", "Xem", name), Action::post(&v, "/mau", "Xóa", name)],
    };
    web::page(&TrackingPage {
        tag: Tag::new(Tone::Now, "Đang giải quyết"),
        due: due(),
        ruler: Ruler {
            id: "thuoc".into(),
            title: "Thước 10 ngày làm việc, đã dùng 3 ngày 2 giờ.".into(),
            units: 10,
            used_thousandths: 320,
            used: "đã dùng 3 ngày 2 giờ".into(),
            from: "nhận 28/8".into(),
            until: "hạn 15/9".into(),
        },
        steps: vec![
            step(StepState::Done, false, "Nhận hồ sơ", Tone::Good, "Đúng hẹn"),
            step(StepState::Late, false, "Giao người xem xét", Tone::Bad, "Trễ 1 giờ làm việc"),
            step(StepState::Current, true, "Xem bản vẽ, đến thực địa", Tone::Now, "Đang làm"),
            step(StepState::Held, false, "Chờ bổ sung", Tone::Pause, "Đang dừng"),
            step(StepState::Ahead, false, "Trả kết quả", Tone::Wait, "Chưa đến"),
        ],
        files: vec![
            file("Bản vẽ thiết kế", Tone::Good, "Đã nhận"),
            file("Đơn đề nghị", Tone::Wait, "Chưa có"),
        ],
        facts: vec![
            Fact::new("Họ và tên", "Nông Thị Thí Dụ").change(Action::link("/mau", "Đổi", "họ và tên")),
            Fact::new("Nơi thường trú", "Số 18, tổ 7\nPhường Sài Gòn"),
        ],
        v,
    })
}

async fn list(v: Visitor) -> Answer {
    let pages = Pages::new(2, 120, 50, "/can-bo/mau?");
    v.page(&ListPage { v: v.clone(), tag: Tag::new(Tone::Bad, "Đã xin lỗi"), due: due(), pages })
}

async fn slip(v: Visitor) -> Answer {
    let qr =
        qr(&v.full_url("/t/abcdefghijklmnopqrstuvwxyz"), "Mã QR mở trang theo dõi hồ sơ H29.201-260907-0418");
    v.page(&SlipPage { v: v.clone(), due: due(), qr })
}

async fn broken(Path(code): Path<u16>) -> Answer {
    Err(match code {
        403 => Refusal::forbidden("csrf").into(),
        409 => Refusal::changed().into(),
        422 => Refusal::field("form", "form").into(),
        429 => Refusal::limit("too-often").with("seconds", 30).into(),
        413 => Refusal::limit("too-large").into(),
        503 => Refusal::limit("busy").into(),
        500 => Fault::new("as asked").into(),
        _ => Refusal::absent().into(),
    })
}

fn room() -> Room {
    Routes::new("gallery")
        .texts(
            "gallery-form = Thủ tục\ngallery-track = Tra cứu\n",
            "gallery-form = Procedures\ngallery-track = Track\n",
        )
        .page("/", "home", Access::Public, form)
        .page("/mau", "form", Access::Public, form)
        .nav(20, "gallery-form")
        .form("/mau", "mistaken", Access::Public, mistaken)
        .page("/sai", "mistakes", Access::Public, show_mistakes)
        .page("/theo-doi", "tracking", Access::Public, tracking)
        .nav_always(30, "gallery-track")
        .page("/giay", "slip", Access::Public, slip)
        .page("/can-bo/mau", "list", Access::Officer(&[]), list)
        .menu(1, "gallery-form")
        .page("/loi/{code}", "broken", Access::Public, broken)
        .with_state(())
}

struct Officer;

impl Resolver for Officer {
    fn resolve<'a>(
        &'a self,
        credential: Credential<'a>,
    ) -> BoxFuture<'a, Result<Option<Arc<SessionActor>>, Fault>> {
        let found = matches!(credential, Credential::Session("can-bo")).then(|| {
            Arc::new(SessionActor {
                actor: Actor { party: Party::Officer, account: Some(Id(1)), ..Actor::system() },
                name: "Vũ Thị Diễn Tập".to_owned(),
                post: "Chuyên viên".to_owned(),
                office: "UBND Phường Sài Gòn".to_owned(),
            })
        });
        Box::pin(async move { Ok(found) })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut config = Config::new(*b"gallery");
    config.demo = true;
    let clock = Clock::fixed(web::samples::MOMENT);
    let rooms = vec![room()];
    let house = Assembly { config, clock, resolver: Arc::new(Officer), replay: None, rooms }.build()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8099").await?;
    axum::serve(listener, house.router.into_make_service_with_connect_info::<SocketAddr>()).await?;
    Ok(())
}
