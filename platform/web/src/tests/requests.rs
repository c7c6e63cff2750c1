use super::fake::{Notes, get, house, post_files, post_form, post_json};
use crate::{Kind, Lang};
use std::sync::atomic::Ordering;

const KEY: &str = "0123456789abcdef0123456789abcdef";

#[tokio::test]
async fn a_page_answers_in_the_language_of_its_address() {
    let house = house(&Notes::default(), |_| {});
    let vi = get("/giay").of(&house).await;
    assert_eq!(vi.status, 200);
    assert!(vi.body.contains("<html lang=\"vi\">") && vi.body.contains("Đến nội dung chính"), "{}", vi.body);
    let en = get("/en/giay?x=1").of(&house).await;
    assert!(en.body.contains("<html lang=\"en\">") && en.body.contains("Skip to main content"));
    assert!(en.body.contains("href=\"/giay?x=1\" lang=\"vi\""), "the other language keeps the place");
    assert_eq!(get("/en").of(&house).await.status, 200);
}

#[tokio::test]
async fn every_answer_carries_the_strict_headers() {
    let house = house(&Notes::default(), |_| {});
    for path in ["/giay", "/nothing", "/hong/panic", "/api/v1/notes/none"] {
        let got = get(path).of(&house).await;
        let policy = got.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self' 'sha256-"),
            "{path}"
        );
        assert!(policy.contains("form-action 'self'; frame-ancestors 'none'") && !policy.contains("unsafe"));
        assert_eq!(got.header("x-content-type-options"), "nosniff");
        assert_eq!(got.header("referrer-policy"), "same-origin");
        assert_eq!(got.header("x-request-id").len(), 16);
    }
    assert_eq!(get("/giay").of(&house).await.header("cache-control"), "private, no-cache");
    assert_eq!(get("/cua-toi").session("person").of(&house).await.header("cache-control"), "no-store");
    assert_eq!(get("/giay").session("person").of(&house).await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn access_is_decided_before_the_handler() {
    let house = house(&Notes::default(), |_| {});
    let nobody = get("/en/can-bo/giay?trang=2").of(&house).await;
    assert_eq!(
        (nobody.status, nobody.location()),
        (303, "/en/dang-nhap?tiep=%2Fen%2Fcan-bo%2Fgiay%3Ftrang%3D2")
    );
    assert_eq!(get("/can-bo/giay").session("person").of(&house).await.status, 404);
    assert_eq!(get("/can-bo/giay").session("auditor").of(&house).await.status, 404);
    assert_eq!(get("/can-bo/giay").session("officer").of(&house).await.status, 200);
    assert_eq!(get("/cua-toi").session("person").of(&house).await.status, 200);
    assert_eq!(get("/cua-toi").session("expired").of(&house).await.status, 303);
}

#[tokio::test]
async fn the_same_form_key_gives_the_same_answer_twice() {
    let notes = Notes::default();
    let house = house(&notes, |_| {});
    let page = get("/giay").session("person").of(&house).await;
    let (key, csrf) = (page.hidden("khoa"), page.hidden("csrf"));
    assert_eq!((key.len(), csrf.len()), (26, 32));
    let body = format!("khoa={key}&csrf={csrf}&text=Xin+ch%C3%A0o");
    let first = post_form("/giay", body.clone()).session("person").own().of(&house).await;
    let second = post_form("/giay", body).session("person").own().of(&house).await;
    assert_eq!((first.status, first.location()), (303, "/giay/NO-0"));
    assert_eq!(second.location(), "/giay/NO-0");
    assert_eq!(notes.writes.load(Ordering::SeqCst), 1);
    let english = post_form("/en/giay", format!("khoa={KEY}&text=a")).of(&house).await;
    assert_eq!(english.location(), "/en/giay/NO-1");
}

#[tokio::test]
async fn a_form_with_mistakes_comes_back_as_typed_with_the_summary_first() {
    let house = house(&Notes::default(), |_| {});
    let got = post_form("/giay", format!("khoa={KEY}&text=")).of(&house).await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("<title>Lỗi: Tờ giấy – "));
    let summary = got.body.find("id=\"loi\" role=\"alert\" tabindex=\"-1\" autofocus").unwrap();
    assert!(summary < got.body.find("<h1>").unwrap());
    assert!(got.body.contains("href=\"#f-text\"") && got.body.contains("id=\"f-text-loi\""));
    assert!(got.body.contains("aria-describedby=\"f-text-loi\" aria-invalid=\"true\""));
}

#[tokio::test]
async fn a_form_without_its_key_is_refused() {
    let house = house(&Notes::default(), |_| {});
    assert_eq!(post_form("/giay", "text=a").of(&house).await.status, 422);
    assert_eq!(post_form("/giay", "khoa=x&text=a").of(&house).await.status, 422);
}

#[tokio::test]
async fn a_post_from_elsewhere_or_with_a_wrong_token_is_refused() {
    let notes = Notes::default();
    let house = house(&notes, |_| {});
    let body = format!("khoa={KEY}&text=a");
    let foreign = post_form("/giay", body.clone()).header("sec-fetch-site", "cross-site").of(&house).await;
    assert_eq!(foreign.status, 403);
    let foreign =
        post_form("/giay", body.clone()).header("host", "a").header("origin", "http://b").of(&house).await;
    assert_eq!(foreign.status, 403);
    let no_token = post_form("/giay", body.clone()).session("person").of(&house).await;
    assert_eq!(no_token.status, 403);
    let wrong = post_form("/giay", format!("{body}&csrf=0123")).session("officer").of(&house).await;
    assert_eq!(wrong.status, 403);
    let old_page = post_form("/giay", format!("{body}&csrf=0123")).session("officer").own().of(&house).await;
    assert_eq!(old_page.status, 403);
    assert!(old_page.body.contains("name=\"text\" value=\"a\""), "what was typed is offered again");
    assert_eq!(notes.writes.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn what_was_typed_under_an_ended_session_waits_for_the_next() {
    let notes = Notes::default();
    let house = house(&notes, |_| {});
    let body = format!("khoa={KEY}&csrf=old&text=Xin+ch%C3%A0o&mat_khau=secret");
    let sent = post_form("/en/can-bo/giay", body).session("expired").own().of(&house).await;
    assert_eq!((sent.status, sent.location()), (303, "/en/dang-nhap?tiep=%2Fen%2Ftiep-tuc"));
    let key = sent.cookie("giu").unwrap();
    let cookies = format!("phien=officer; giu={key}");
    let page = get("/en/tiep-tuc").header("cookie", &cookies).of(&house).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("action=\"/en/can-bo/giay#loi\"") && page.body.contains("value=\"Xin chào\""));
    assert!(!page.body.contains("secret"));
    let again = format!("khoa={}&csrf={}&text=Xin", page.hidden("khoa"), page.hidden("csrf"));
    assert_eq!(post_form("/en/can-bo/giay", again).session("officer").own().of(&house).await.status, 303);
    let twice = get("/tiep-tuc").header("cookie", &cookies).of(&house).await;
    assert!(twice.body.contains("Không còn nội dung nào đang giữ"));
}

#[tokio::test]
async fn a_draft_whose_session_ended_is_kept_too() {
    let house = house(&Notes::default(), |_| {});
    let sent = post_form("/ban-nhap", format!("khoa={KEY}&text=a")).session("expired").own().of(&house).await;
    assert_eq!(sent.location(), "/dang-nhap?tiep=%2Ftiep-tuc");
    assert_eq!(post_form("/ban-nhap", format!("khoa={KEY}&text=a")).own().of(&house).await.status, 303);
}

#[tokio::test]
async fn what_breaks_is_said_in_words_with_a_code_for_the_phone() {
    let house = house(&Notes::default(), |_| {});
    for how in ["panic", "fault"] {
        let got = get(&format!("/hong/{how}")).of(&house).await;
        assert_eq!(got.status, 500);
        assert!(got.body.contains("Những gì ông/bà đã nhập vẫn còn"));
        let code = got.body.split("SC-").nth(1).unwrap();
        assert!(code.chars().take(4).all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()));
        assert!(!got.body.contains("disk"), "nothing of the inside is shown");
    }
    assert_eq!(get("/hong/busy").of(&house).await.status, 503);
    let often = get("/hong/often").of(&house).await;
    assert_eq!((often.status, often.header("retry-after")), (429, "7"));
    assert!(often.body.contains("Đợi 7 giây"));
    assert_eq!(get("/so/khong").of(&house).await.status, 404);
    assert_eq!(get("/so/5").of(&house).await.body, "a number");
    let stale = post_form("/giay", format!("khoa={KEY}&text=stale")).of(&house).await;
    assert_eq!(stale.status, 409);
    assert!(stale.body.contains("Có người vừa sửa trước"));
}

#[tokio::test]
async fn an_unknown_address_is_a_page_and_a_wrong_method_names_the_right_ones() {
    let house = house(&Notes::default(), |_| {});
    let missing = get("/en/khong-co").of(&house).await;
    assert_eq!(missing.status, 404);
    assert!(missing.body.contains("We cannot find this page"));
    let wrong = post_form("/hong/x", "").of(&house).await;
    assert_eq!((wrong.status, wrong.header("allow")), (405, "GET"));
    assert!(
        get("/api/v1/khong").of(&house).await.header("content-type").starts_with("application/problem+json")
    );
}

#[tokio::test]
async fn the_api_takes_tokens_and_answers_problems() {
    let notes = Notes::default();
    let house = house(&notes, |_| {});
    let note = "{\"text\":\"a\"}";
    let nobody = post_json("/api/v1/notes", note).of(&house).await;
    assert_eq!((nobody.status, nobody.header("www-authenticate")), (401, "Bearer"));
    assert!(nobody.body.contains("\"code\":\"sign-in\""));
    let bearer = |token: &str, body: &'static str| {
        post_json("/api/v1/notes", body).header("authorization", &format!("Bearer {token}"))
    };
    assert_eq!(bearer("wrong", note).of(&house).await.status, 401);
    let keyless = bearer("token-officer", note).of(&house).await;
    assert_eq!(keyless.status, 422);
    assert!(keyless.body.contains("Idempotency-Key"));
    for _ in 0..2 {
        let written = bearer("token-officer", note).header("idempotency-key", KEY).of(&house).await;
        assert_eq!((written.status, written.body.as_str()), (200, "{\"text\":\"NO-0\"}"));
    }
    let broken = bearer("token-officer", "{").header("idempotency-key", KEY).of(&house).await;
    assert_eq!(broken.status, 422);
    let sent = post_json("/api/v1/notes", note).header("idempotency-key", KEY).session("person");
    assert_eq!(sent.of(&house).await.status, 403);
    let sent = post_json("/api/v1/notes", note).header("idempotency-key", KEY).session("person").own();
    assert_eq!(sent.of(&house).await.status, 200);
    assert_eq!(get("/api/v1/notes/none").of(&house).await.status, 404);
    assert_eq!(get("/api/v1/notes/5").of(&house).await.body, "{\"text\":\"5\"}");
}

#[tokio::test]
async fn the_api_description_and_the_route_table_are_one() {
    let house = house(&Notes::default(), |_| {});
    let described = get("/api/v1/openapi.json").of(&house).await;
    let value: serde_json::Value = serde_json::from_str(&described.body).unwrap();
    let documented: Vec<String> = value["paths"].as_object().unwrap().keys().cloned().collect();
    let mut routed: Vec<String> =
        house.table.iter().filter(|route| route.kind == Kind::Api).map(|route| route.path.clone()).collect();
    routed.sort();
    assert_eq!(documented, routed);
    let commands: Vec<&str> = house.table.iter().filter_map(|route| route.command).collect();
    assert!(commands.contains(&"fake.write"));
    let shown = house.table.iter().find(|route| route.path == "/en/giay").unwrap();
    assert_eq!((shown.name, shown.lang), ("fake.show", Lang::En));
}

#[tokio::test]
async fn an_upload_is_read_file_by_file_and_its_token_is_checked_first() {
    let house = house(&Notes::default(), |_| {});
    let csrf = get("/giay").session("person").of(&house).await.hidden("csrf");
    let part = |name: &str, value: &str| {
        format!("--X\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = "--X\r\ncontent-disposition: form-data; name=\"f\"; filename=\"a.jpg\"\r\n\r\nabc\r\n--X\r\n\
                content-disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--X--\r\n";
    let body = format!("{}{}{file}", part("khoa", KEY), part("csrf", &csrf));
    let sent = post_files("/tep-len", body).session("person").own().of(&house).await;
    assert_eq!((sent.status, sent.location()), (303, "/giay/a.jpg=3"));
    let wrong = post_files("/tep-len", format!("{}{file}", part("khoa", KEY))).session("person").own();
    assert_eq!(wrong.of(&house).await.status, 403);
    let foreign = post_files("/tep-len", file.to_owned()).header("sec-fetch-site", "cross-site");
    assert_eq!(foreign.of(&house).await.status, 403);
}

#[tokio::test]
async fn a_body_over_its_limit_is_refused_with_a_size() {
    let house = house(&Notes::default(), |config| {
        config.form_limit = 1_000;
        config.json_limit = 100;
        config.upload_limit = 500;
    });
    let long = "a".repeat(2_000);
    let got = post_form("/giay", format!("khoa={KEY}&text={long}")).of(&house).await;
    assert_eq!(got.status, 413);
    let file = format!(
        "--X\r\ncontent-disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n{long}\r\n--X--\r\n"
    );
    assert_eq!(post_files("/tep-len", file).of(&house).await.status, 413);
}

#[tokio::test]
async fn a_network_that_asks_too_often_waits() {
    use axum::extract::ConnectInfo;
    use std::net::SocketAddr;
    use tower::ServiceExt;
    let house =
        house(&Notes::default(), |config| config.rate = Some(crate::Rate { per_minute: 60, burst: 2 }));
    let mut statuses = Vec::new();
    for last in [1, 2, 3] {
        let peer: SocketAddr = format!("203.0.113.{last}:9").parse().unwrap();
        let request = axum::http::Request::get("/giay").extension(ConnectInfo(peer));
        let response =
            house.router.clone().oneshot(request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
        statuses.push(response.status().as_u16());
    }
    assert_eq!(statuses, [200, 200, 429]);
}

#[tokio::test]
async fn an_unknown_host_gets_nothing() {
    let house = house(&Notes::default(), |config| config.hosts = vec!["motcua.example".to_owned()]);
    assert_eq!(get("/giay").header("host", "evil.example").of(&house).await.status, 404);
    assert_eq!(get("/giay").header("host", "motcua.example").of(&house).await.status, 200);
}

#[tokio::test]
async fn the_style_sheet_stands_in_the_first_page_and_is_linked_from_the_second() {
    let house = house(&Notes::default(), |_| {});
    let first = get("/giay").of(&house).await;
    assert!(first.body.contains("<style>") && !first.body.contains("rel=\"stylesheet\""));
    let seen = first.cookie("kieu").unwrap();
    let second = get("/giay").header("cookie", &format!("kieu={seen}")).of(&house).await;
    assert!(!second.body.contains("<style>"));
    let link = second.body.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let css = get(link).header("accept-encoding", "gzip").of(&house).await;
    assert_eq!((css.status, css.header("content-encoding")), (200, "gzip"));
    assert_eq!(css.header("cache-control"), "public, max-age=31536000, immutable");
}

#[tokio::test]
async fn a_page_is_packed_for_those_who_ask() {
    let house = house(&Notes::default(), |_| {});
    let plain = get("/giay").of(&house).await;
    assert_eq!(plain.header("content-encoding"), "");
    let packed = get("/giay").header("accept-encoding", "br, gzip").of(&house).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.header("content-length").parse::<usize>().unwrap() < 10 * 1024);
    assert_eq!(get("/suc-khoe").header("accept-encoding", "gzip").of(&house).await.body, "ok\n");
}
