use super::fake::{Notes, actor, room};
use crate::errors::{ErrorPage, answer};
use crate::parts::{
    Action, Choice, DateTyped, Fact, Field, FileItem, Mistake, Pages, Ruler, Step, StepState, Tag, Tone,
    facts, leaf, leaf_mini, leaf_paused, qr, summary,
};
use crate::samples::{MOMENT, house, visitor};
use crate::{Lang, Visitor};
use askama::Template;
use kernel::{Actor, Failure, Fault, Refusal, Role};

fn visitors() -> Vec<Visitor> {
    let house = house(vec![room(Notes::default())]).unwrap();
    let actors = [Actor::guest(None), actor(Role::Citizen), actor(Role::Receiver)];
    let pairs = Lang::ALL.into_iter().flat_map(|lang| actors.iter().map(move |actor| (lang, actor.clone())));
    pairs.map(|(lang, actor)| visitor(&house.web, lang, actor)).collect()
}

/// Opened and closed elements are equal in number: enough to catch a lost end tag in a macro.
fn assert_balanced(html: &str) {
    for name in [
        "div", "p", "ul", "ol", "li", "form", "fieldset", "span", "a", "h1", "h2", "dl", "nav", "main", "svg",
    ] {
        let open = html.matches(&format!("<{name}>")).count() + html.matches(&format!("<{name} ")).count();
        assert_eq!(open, html.matches(&format!("</{name}>")).count(), "<{name}> in {html}");
    }
    assert!(!html.contains('⟦'), "{html}");
}

#[derive(Template)]
#[template(
    source = "{% extends \"staff.html\" %}{% block title %}Việc{% endblock %}{% block content %}<h1>Việc</h1>{% endblock %}",
    ext = "html"
)]
struct StaffPage {
    v: Visitor,
}

#[derive(Template)]
#[template(
    source = "{% extends \"slip.html\" %}{% block title %}Giấy{% endblock %}{% block content %}<article class=\"sheet\"><h1>Giấy</h1></article>{% endblock %}",
    ext = "html"
)]
struct SlipPage {
    v: Visitor,
}

#[test]
fn every_layout_and_error_page_renders_for_everyone_in_both_languages() {
    for v in visitors() {
        assert_balanced(&StaffPage { v: v.clone() }.render().unwrap());
        assert_balanced(&SlipPage { v: v.clone() }.render().unwrap());
        let page = ErrorPage {
            v: v.clone(),
            title: "Tiêu đề".into(),
            lead: "Lời".into(),
            safe: true,
            fields: vec!["Một".into()],
            incident: Some("SC-2222".into()),
            look_up: true,
            back: false,
        };
        assert_balanced(&page.render().unwrap());
        for refusal in [
            Refusal::absent(),
            Refusal::forbidden("csrf"),
            Refusal::changed(),
            Refusal::state("method"),
            Refusal::field("form", "form"),
            Refusal::limit("too-large"),
            Refusal::limit("busy"),
            Refusal::limit("too-often").with("seconds", 3),
        ] {
            assert!(answer(&v, &Failure::Refusal(refusal)).status().as_u16() >= 400);
        }
        assert_eq!(answer(&v, &Failure::Fault(Fault::new("x"))).status(), 500);
    }
}

#[test]
fn the_staff_menu_shows_what_the_officer_may_open() {
    let all = visitors();
    let officer = StaffPage { v: all[2].clone() }.render().unwrap();
    assert!(officer.contains("href=\"/can-bo/giay\""));
    let person = StaffPage { v: all[1].clone() }.render().unwrap();
    assert!(!person.contains("href=\"/can-bo/giay\""));
}

#[test]
fn the_menu_marks_the_page_shown_and_else_the_part_it_lies_in() {
    use crate::{Access, Routes};
    async fn nothing() {}
    let room = Routes::<()>::new("room")
        .texts("room-a = A\n", "room-a = A\n")
        .page("/mau", "a", Access::Public, nothing)
        .nav(10, "room-a")
        .page("/mau/duoi", "b", Access::Public, nothing)
        .nav_always(20, "room-a")
        .page("/ma", "c", Access::Public, nothing)
        .nav(30, "room-a");
    let house = house(vec![room.with_state(())]).unwrap();
    let marks = |path: &str| {
        let links = crate::samples::at(&house.web, Lang::En, Actor::guest(None), path).nav();
        links.into_iter().map(|link| link.current).collect::<Vec<_>>()
    };
    assert_eq!(marks("/mau"), ["page", "", ""]);
    assert_eq!(marks("/mau/duoi"), ["", "page", ""]);
    assert_eq!(marks("/mau/duoi/sau"), ["", "true", ""]);
    assert_eq!(marks("/khac"), ["", "", ""]);
}

#[test]
fn every_kind_of_field_ties_label_hint_and_error_to_its_input() {
    let v = &visitors()[0];
    let mistakes = [Mistake::new("x", "Nhập <lại>.".into())];
    let choices = || vec![Choice::new("1", "Một").hint("nhỏ"), Choice::new("2", "Hai")];
    let fields = [
        Field::text("x", "Tên").optional(v).autocomplete("name"),
        Field::digits("x", "Số").short().code(),
        Field::phone("x", "Điện thoại"),
        Field::password("x", "Mật khẩu", true),
        Field::area("x", "Ghi chú"),
        Field::select("x", "Chọn", choices()).value("2"),
        Field::one("x", "Chọn", choices()).value("2").heading(),
        Field::many("x", "Chọn", choices()).ticked(["1", "2"].into_iter()),
        Field::date(v, "x", "Ngày sinh").typed(DateTyped {
            day: "31".into(),
            month: "9".into(),
            year: "2026".into(),
        }),
        Field::file("x", "Tệp").extra("accept=\"image/*,application/pdf\" multiple"),
    ];
    for field in fields {
        let html = field.hint("Ví dụ").mistaken(v, &mistakes).to_string();
        assert_balanced(&html);
        assert!(html.contains("id=\"f-x\"") && html.contains("id=\"f-x-h\""), "{html}");
        assert!(html.contains("aria-invalid=\"true\""), "{html}");
        assert!(html.contains("id=\"f-x-loi\">Lỗi: Nhập &#60;lại&#62;."), "{html}");
        assert!(html.contains("aria-describedby=\"f-x-h f-x-loi\""), "{html}");
    }
    let one = Field::one("x", "Chọn", choices()).value("2").to_string();
    assert!(one.contains("value=\"2\" checked") && !one.contains("value=\"1\" checked"));
}

#[test]
fn a_line_break_at_the_start_of_a_text_survives_the_text_area() {
    let html = Field::area("x", "Ghi chú").value("\nhai").to_string();
    assert!(html.contains(">\n\nhai</textarea>"), "{html}");
}

#[test]
fn the_other_parts_render() {
    for v in &visitors() {
        let tag = Tag::new(Tone::Good, "Đúng hẹn");
        let step = Step {
            state: StepState::Done,
            current: false,
            title: "Nhận hồ sơ".into(),
            place: "Phường".into(),
            times: vec![("Hẹn".into(), v.when(MOMENT))],
            tag: tag.clone(),
        };
        let file = FileItem {
            name: "Bản vẽ".into(),
            id: "tep-1".into(),
            tag,
            detail: "2 trang".into(),
            actions: vec![Action::link("/a", "Xem", "Bản vẽ"), Action::post(v, "/b", "Xóa", "Bản vẽ")],
        };
        let ruler = Ruler {
            id: "thuoc".into(),
            title: "Thước".into(),
            units: 10,
            used_thousandths: 320,
            used: "đã dùng".into(),
            from: "nhận".into(),
            until: "hạn".into(),
        };
        let fact = Fact::new("Tên", "Một\nHai").change(Action::link("/x", "Đổi", "tên"));
        for html in [
            step.to_string(),
            file.to_string(),
            ruler.to_string(),
            facts(&[fact]).to_string(),
            Pages::new(2, 101, 50, "/x?").show(v).to_string(),
            summary(v, &[Mistake::new("a.b", "Sửa".into())]).to_string(),
            leaf(v, MOMENT).to_string()
                + &leaf_mini(v, MOMENT).to_string()
                + &leaf_paused(v, MOMENT).to_string(),
        ] {
            assert_balanced(&html);
        }
    }
}

#[test]
fn a_leaf_is_the_promised_day() {
    let v = &visitors()[0];
    let html = leaf(v, MOMENT).to_string();
    assert_eq!(
        html,
        "<div class=\"leaf\" aria-hidden=\"true\"><span>Tháng 9, 2026</span><b>7</b><span>Thứ Hai</span><span>09:41</span></div>"
    );
}

#[test]
fn a_qr_code_has_its_quiet_zone_and_its_words() {
    let html = qr("https://motcua.example/t/abc", "Mã QR mở trang theo dõi").to_string();
    assert!(html.contains("<title id=\"qr-t\">Mã QR mở trang theo dõi</title>"));
    assert!(html.contains("viewBox=\"-4 -4 37 37\"") && html.contains("M0 0.5h7m5 0h1"), "{html}");
}
