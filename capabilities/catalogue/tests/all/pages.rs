//! The public pages of the catalogue as a visitor and a program meet them, with procedures made
//! here and records of the national catalogue beside each other.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use catalogue::{Catalogue, Durations, Entry, Files};
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::{Clock, Ids};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU16, Ordering};
use testkit::store::{Db, Engine};
use tower::ServiceExt;

/// A page of the public side weighs at most so much on the line.
const HEAVIEST: usize = 60 * 1024;

fn clock() -> Clock {
    testkit::clock_at("2026-09-07T09:41:00+07:00")
}

fn ids() -> Ids {
    static NODE: AtomicU16 = AtomicU16::new(1);
    Ids::new(clock(), NODE.fetch_add(1, Ordering::Relaxed))
}

/// A record in the shape of the published ones, with an invented code and a hostile name.
fn record(code: &str, name: &str) -> Value {
    json!({
        "ma_thu_tuc": code,
        "detail_url": "https://dichvucong.gov.vn/thu-tuc/thu",
        "ten_thu_tuc": name,
        "so_quyet_dinh": "1/QĐ-THU",
        "cap_thuc_hien": "Cấp tỉnh, Cấp xã",
        "linh_vuc": "Thử nghiệm",
        "doi_tuong_thuc_hien": "Công dân Việt Nam, Tổ chức (không bao gồm doanh nghiệp, HTX)",
        "co_quan_thuc_hien": "=1+1 Ủy ban nhân dân cấp xã",
        "trinh_tu_thuc_hien": "Bước 1: Nộp hồ sơ.\n- Trực tiếp;\nBước 2: Nhận <b>kết quả</b>.",
        "cach_thuc_thuc_hien": concat!(
            "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến3 Ngày làm việcMiễn phí",
            "(Mức thu do Hội đồng nhân dân cấp tỉnh quy định)Trực tiếp1Miễn phí"
        ),
        "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai;TO KHAI.docx1 bản chính",
        "can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnLuật Thử nghiệm46/2024/QH15",
        "yeu_cau_dieu_kien": "Không có thông tin",
        "ket_qua_xu_ly": "Giấy phépMã: KQ.G15.000031Từ khóaKhông có thông tinMô tảKhông có thông tin",
        "thu_tuc_lien_quan": "Không có thông tin",
    })
}

const HOSTILE: &str = "Cấp </script><script>alert(1)</script> & \"phép\"";

struct Site {
    router: Router,
    db: Db,
    catalogue: Catalogue,
    folder: testkit::TempDir,
}

impl Site {
    fn over(db: Db) -> Site {
        let catalogue = Catalogue::open(&db, &ids(), &clock(), Files::embedded()).unwrap();
        let folder = testkit::temp_dir();
        let house = web::samples::house(vec![catalogue::room(catalogue.clone())]).unwrap();
        Site { router: house.router, db, catalogue, folder }
    }

    /// Imports records and takes them up.
    fn import(&self, records: &[Value]) {
        let path = self.folder.path().join("catalogue.jsonl");
        let lines: Vec<String> = records.iter().map(Value::to_string).collect();
        std::fs::write(&path, lines.join("\n")).unwrap();
        self.import_file(&path);
    }

    fn import_file(&self, path: &Path) {
        catalogue::import(&self.db, &ids(), &clock(), &self.catalogue, path, &mut |_| {}).unwrap();
        self.catalogue.reload(&self.db, &ids(), &clock(), &Files::embedded()).unwrap();
    }

    fn ask(&self, path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
        let request =
            headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
        let request = request.body(Body::empty()).unwrap();
        testkit::block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (status, headers) = (response.status(), response.headers().clone());
            let body = to_bytes(response.into_body(), 200 << 20).await.unwrap();
            (status, headers, body.to_vec())
        })
    }

    fn text(&self, path: &str) -> String {
        let (status, _, body) = self.ask(path, &[]);
        assert_eq!(status, StatusCode::OK, "{path}");
        String::from_utf8(body).unwrap()
    }

    fn page(&self, path: &str) -> String {
        let html = self.text(path);
        assert!(
            !html.contains('⟦'),
            "a text is missing on {path}: {}",
            &html[html.find('⟦').unwrap()..][..80]
        );
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        html
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.text(path)).unwrap()
    }
}

/// What a page says about itself to software.
fn data_of(html: &str) -> Value {
    let rest = html.split_once("<script type=\"application/ld+json\">").unwrap().1;
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

fn packed(html: &str) -> usize {
    let mut writer = GzEncoder::new(Vec::new(), Compression::default());
    writer.write_all(html.as_bytes()).unwrap();
    writer.finish().unwrap().len()
}

const MIGRATIONS: &[testkit::store::Migrations] = &[catalogue::MIGRATIONS];

testkit::both_engines! {
    migrations = MIGRATIONS;

    fn a_record_of_the_national_catalogue_has_a_page_that_says_where_to_apply_and_what_is_doubted(db) {
        let site = Site::over(db);
        site.import(&[record("9.000001", "Thủ tục thử")]);
        let html = site.page("/thu-tuc/9.000001");
        for words in [
            "Thủ tục thử",
            "https://dichvucong.gov.vn/thu-tuc/thu",
            "danh mục quốc gia ghi “1”, không ghi đơn vị",
            "Danh mục quốc gia ghi “Miễn phí” nhưng phần ghi chú",
            "Cần hỏi lại",
            "TO KHAI.docx",
            "1 bản chính",
            "KQ.G15.000031",
            "&lt;b&gt;kết quả&lt;/b&gt;",
            "nhập vào trang này ngày 07/9/2026",
        ] {
            assert!(html.contains(words), "{words}");
        }
        assert!(!html.contains("/nop/9.000001"), "what cannot be applied for here must not say so");
        let found = site.page("/tim?q=thu+tuc+thu");
        assert!(found.contains("phí: cần hỏi lại") && !found.contains("miễn phí"), "a list promises no more");
        let english = site.page("/en/thu-tuc/9.000001");
        assert!(english.contains("<h1 lang=\"vi\">Thủ tục thử"));
    }

    fn a_changed_record_is_shown_beside_the_one_before(db) {
        let site = Site::over(db);
        site.import(&[record("9.000001", "Tên cũ")]);
        assert!(site.page("/thu-tuc/thay-doi").contains("Chưa lần nhập nào làm thay đổi"));
        site.import(&[record("9.000001", "Tên mới")]);
        let html = site.page("/thu-tuc/9.000001/thay-doi");
        assert!(html.contains("<del>Tên cũ</del>") && html.contains("<ins>Tên mới</ins>"), "{html}");
        assert!(!html.contains("<ins>Tờ khai"), "what is the same is no change");
        assert!(site.page("/thu-tuc/thay-doi?tu=2026-09-01").contains("Tên mới"));
        assert!(site.page("/thu-tuc/9.000001").contains("/thay-doi"));
    }

    fn a_procedure_made_here_outranks_the_record_of_its_code(db) {
        let site = Site::over(db);
        site.import(&[record("2.000635", "Tên trong danh mục"), record("2.002622", "Liên thông khai tử cũ")]);
        assert!(site.page("/thu-tuc/2.000635").contains("/nop/2.000635"));
        // A record whose place a procedure made here took leads there.
        assert!(site.page("/thu-tuc/2.002622").contains("/thu-tuc/2.002913-"));
        assert!(!site.page("/thu-tuc").contains("Liên thông khai tử cũ"));
    }

    fn the_whole_catalogue_is_downloaded_as_csv_and_json_and_not_sent_twice(db) {
        let site = Site::over(db);
        site.import(&[record("9.000001", HOSTILE), record("9.000002", "Hai, có dấu phẩy")]);
        let (status, headers, body) = site.ask("/du-lieu/thu-tuc.csv", &[]);
        let csv = String::from_utf8(body).unwrap();
        assert_eq!(status, StatusCode::OK);
        assert!(csv.starts_with("\u{FEFF}ma,ten,linh_vuc,"));
        let columns = csv.lines().next().unwrap().split(',').count();
        let rows: Vec<Vec<String>> = csv.split("\r\n").skip(1).filter(|row| !row.is_empty()).map(cells).collect();
        assert!(rows.iter().all(|row| row.len() == columns), "{rows:#?}");
        let of = |code: &str| rows.iter().filter(|row| row[0] == code).cloned().collect::<Vec<_>>();
        assert_eq!(of("9.000002").len(), 2, "a row for each channel");
        assert_eq!(of("9.000002")[0][1], "Hai, có dấu phẩy");
        assert_eq!(of("9.000001")[0][1], HOSTILE);
        assert!(of("9.000001")[0][5].starts_with("'=1+1"), "a formula is not run");
        let row = &of("9.000001")[0];
        assert_eq!((row[7].as_str(), row[8].as_str(), row[9].as_str()), ("online", "3", "working_days"));
        let counter = &of("9.000001")[1];
        assert_eq!((counter[8].as_str(), counter[9].as_str()), ("1", ""), "no unit is guessed");
        assert_eq!(of("2.000635")[0][14], "1");
        let tag = headers[header::ETAG].to_str().unwrap();
        let (status, _, body) = site.ask("/du-lieu/thu-tuc.csv", &[("if-none-match", tag)]);
        assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0));

        let all = site.json("/du-lieu/thu-tuc.json");
        let procedures = all["procedures"].as_array().unwrap();
        let here = procedures.iter().filter(|one| one["here"] == true).count();
        assert_eq!(here, site.catalogue.list(clock().civil().day()).len());
        let imported = procedures.iter().find(|one| one["code"] == "9.000001").unwrap();
        assert_eq!(imported["name"], HOSTILE);
        site.import(&[record("9.000003", "Ba")]);
        let (status, _, _) = site.ask("/du-lieu/thu-tuc.csv", &[("if-none-match", tag)]);
        assert_eq!(status, StatusCode::OK, "a new record is a new file");
    }

    fn the_api_pages_through_both_kinds_and_describes_each(db) {
        let site = Site::over(db);
        site.import(&[record("9.000001", "Thủ tục thử")]);
        let all = site.json("/api/v1/procedures");
        assert_eq!(all["procedures"][0]["here"], true);
        let total = all["total"].as_u64().unwrap();
        let second = site.json("/api/v1/procedures?per_page=10&page=2");
        assert_eq!(second["pages"].as_u64().unwrap(), total.div_ceil(10));
        let national = site.json("/api/v1/procedures?here=false");
        assert_eq!(national["procedures"].as_array().unwrap().len(), 1);
        assert_eq!(national["procedures"][0]["revision"], Value::Null);
        let one = site.json("/api/v1/procedures/9.000001");
        assert_eq!((&one["here"], &one["code"]), (&json!(false), &json!("9.000001")));
        assert_eq!(one["channels"][1]["limit"]["kind"], "no-unit");
        assert_eq!(site.json("/api/v1/procedures/2.000635")["here"], true);
    }
}

/// The cells of a CSV row after RFC 4180.
fn cells(row: &str) -> Vec<String> {
    let (mut out, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = row.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    out.push(cell);
    out
}

fn fresh() -> (Site, testkit::Fresh) {
    let fresh = testkit::fresh(Engine::Sqlite, MIGRATIONS);
    (Site::over(fresh.db()), fresh)
}

#[test]
fn every_page_has_one_address_and_a_twin_in_the_other_language() {
    let (site, _fresh) = fresh();
    site.import(&[record("9.000001", "Thủ tục thử")]);
    for path in [
        "/",
        "/thu-tuc",
        "/thu-tuc/linh-vuc/ho-tich",
        "/thu-tuc/2.000635",
        "/thu-tuc/2.000635/mang-theo",
        "/thu-tuc/2.000635/thay-doi",
        "/thu-tuc/9.000001",
        "/thu-tuc/9.000001/mang-theo",
        "/thu-tuc/9.000001/thay-doi",
        "/thu-tuc/thay-doi",
        "/su-kien/sinh-con",
        "/su-kien/khuyet-tat",
        "/du-lieu",
    ] {
        let english = if path == "/" { "/en".to_owned() } else { format!("/en{path}") };
        for path in [path, english.as_str()] {
            let html = site.page(path);
            assert_eq!(html.matches("rel=\"canonical\"").count(), 1, "{path}");
            assert!(html.contains("hreflang=\"en\"") && html.contains("hreflang=\"vi\""), "{path}");
            assert!(html.len() < HEAVIEST, "{path}: {} bytes", html.len());
        }
    }
}

#[test]
fn what_a_page_says_to_software_cannot_end_its_block() {
    let (site, _fresh) = fresh();
    site.import(&[record("9.000001", HOSTILE)]);
    let html = site.page("/thu-tuc/9.000001");
    assert!(!html.contains("<script>alert"), "{html}");
    let about = &data_of(&html)["@graph"][0];
    assert_eq!((&about["@type"], &about["name"]), (&json!("GovernmentService"), &json!(HOSTILE)));
    assert!(about["offers"].is_null(), "a doubted fee is no offer");
    let made = &data_of(&site.page("/thu-tuc/2.000635"))["@graph"];
    assert_eq!(made[0]["offers"][0]["price"], 8000);
    assert_eq!(made[1]["@type"], "BreadcrumbList");
}

#[test]
fn life_events_lead_to_procedures_and_name_those_that_are_not_here() {
    let (site, _fresh) = fresh();
    let home = site.page("/");
    assert_eq!(home.matches("href=\"/su-kien/").count(), 8);
    let html = site.page("/su-kien/sinh-con");
    assert!(html.contains("href=\"/thu-tuc/3.000722-") && html.contains("href=\"/nop/3.000722\""));
    // Nothing is imported: the code is named with where to go, and is no link.
    assert!(html.contains("2.000693 chưa có trên trang này") && !html.contains("href=\"/thu-tuc/2.000693"));
    site.import(&[record("2.000693", "Giải quyết hưởng chế độ thai sản")]);
    assert!(site.page("/su-kien/sinh-con").contains("href=\"/thu-tuc/2.000693-"));
    for event in site.catalogue.events() {
        site.page(&format!("/su-kien/{}", event.key));
    }
    assert_eq!(site.ask("/su-kien/khong-co", &[]).0, StatusCode::NOT_FOUND);
}

#[test]
fn lists_are_narrowed_by_their_address_and_turned_page_by_page() {
    let (site, _fresh) = fresh();
    let records: Vec<Value> =
        (0..120).map(|n| record(&format!("9.0{n:05}"), &format!("Thử số {n:03}"))).collect();
    site.import(&records);
    let first = site.page("/thu-tuc/linh-vuc/thu-nghiem");
    assert!(first.contains("Thử số 000") && !first.contains("Thử số 060") && first.contains("trang=2"));
    assert!(site.page("/thu-tuc/linh-vuc/thu-nghiem?trang=3").contains("Thử số 119"));
    assert!(!site.page("/thu-tuc?o-day=1").contains("Thử số"));
    assert!(site.page("/thu-tuc/linh-vuc/thu-nghiem?cap=trung-uong").contains("Không có thủ tục nào hợp"));
    assert!(site.page("/thu-tuc?cap=tinh&tren-mang=1&trang=2").contains("cap=tinh&#38;tren-mang=1&#38;"));
    // The brackets name who is left out, not who may apply.
    assert!(!site.page("/thu-tuc/linh-vuc/thu-nghiem?ai=doanh-nghiep").contains("Thử số 000"));
    assert!(site.page("/thu-tuc/linh-vuc/thu-nghiem?ai=to-chuc").contains("Thử số 000"));
    assert!(site.page("/thu-tuc?co-quan=uy-ban-nhan-dan-cap-xa").contains("Thử số 000"));
    assert_eq!(site.ask("/thu-tuc/linh-vuc/khong-co", &[]).0, StatusCode::NOT_FOUND);
}

#[test]
fn how_long_it_took_stands_beside_the_limit_and_few_cases_are_no_figure() {
    let (site, _fresh) = fresh();
    let path = "/thu-tuc/2.000635";
    assert!(!site.page(path).contains("Thực tế"));
    let day = clock().civil().day();
    let durations = |count| Durations {
        count,
        median_minutes: 130,
        p90_minutes: 400,
        late: 3,
        from: day.plus(-90),
        to: day,
    };
    site.catalogue.set_durations(HashMap::from([("2.000635".to_owned(), durations(4318))]));
    let html = site.page(path);
    for words in ["một nửa số hồ sơ xong trong 2 giờ 10 phút", "9 trong 10: 6 giờ 40 phút", "4.318 hồ sơ"]
    {
        assert!(html.contains(words), "{words}");
    }
    assert!(site.text("/du-lieu/thoi-gian.csv").contains("2.000635,2026-06-09,2026-09-07,4318,130,400,3"));
    site.catalogue.set_durations(HashMap::from([("2.000635".to_owned(), durations(29))]));
    let html = site.page(path);
    assert!(html.contains("chưa đủ số liệu") && !html.contains("2 giờ 10 phút"));
    assert!(site.text("/du-lieu/thoi-gian.csv").contains(",29,,,"));
}

#[test]
fn the_list_to_take_along_has_what_is_asked_and_nothing_the_state_holds() {
    let (site, _fresh) = fresh();
    let html = site.page("/thu-tuc/1.001193/mang-theo");
    assert!(html.contains("type=\"checkbox\"") && html.contains("<svg class=\"qr\""));
    let revision = site.catalogue.current("1.001193", clock().civil().day()).unwrap();
    let held =
        revision.procedure.paper.iter().filter(|one| one.held_by_state.is_some() && one.held_when.is_none());
    for paper in held {
        assert!(!html.contains(paper.name.vi.as_str()), "{}", paper.name.vi);
    }
}

#[test]
fn the_map_of_the_site_names_every_procedure_in_both_languages() {
    let (site, _fresh) = fresh();
    site.import(&[record("9.000001", "Thủ tục thử")]);
    let (_, headers, body) = site.ask("/sitemap.xml", &[]);
    let map = String::from_utf8(body).unwrap();
    for entry in site.catalogue.entries(clock().civil().day()) {
        assert!(map.contains(&format!("/thu-tuc/{}</loc>", entry.slug())), "{}", entry.code());
        assert!(map.contains(&format!("/en/thu-tuc/{}</loc>", entry.slug())), "{}", entry.code());
    }
    let tag = headers[header::ETAG].to_str().unwrap();
    assert_eq!(site.ask("/sitemap.xml", &[("if-none-match", tag)]).0, StatusCode::NOT_MODIFIED);
    assert!(site.text("/robots.txt").contains("Sitemap: http"));
}

#[test]
fn a_record_that_says_almost_nothing_still_has_pages() {
    let (site, _fresh) = fresh();
    site.import(&[json!({"ma_thu_tuc": "9.000001", "so_quyet_dinh": "1/QĐ-THU"})]);
    for path in ["/thu-tuc/9.000001", "/thu-tuc/9.000001/mang-theo", "/thu-tuc/9.000001/thay-doi"] {
        assert!(site.page(path).contains("9.000001"), "{path}");
    }
    assert!(site.page("/thu-tuc?trang=1").contains(">9.000001</a>"));
    assert!(site.text("/du-lieu/thu-tuc.csv").contains("\n9.000001,"));
}

#[test]
fn a_search_shows_guides_and_what_is_near() {
    let (site, _fresh) = fresh();
    assert!(site.page("/tim?q=sinh+con").contains("href=\"/su-kien/sinh-con\""));
    let nothing = site.page("/tim?q=zzzzqqqq");
    assert!(nothing.contains("Không tìm thấy gì") && nothing.contains("1022"));
    assert_eq!(nothing.matches("href=\"/su-kien/").count(), 8);
}

/// With the real catalogue: every page opens, and the heaviest weighs what a page may.
#[test]
fn every_page_of_the_real_catalogue_opens_and_none_is_too_heavy() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/tthc-national-2026-07-part.jsonl.gz");
    let mut out = std::io::stderr();
    if !path.exists() {
        writeln!(out, "pages of the national catalogue: not opened, ../shared/data is not there").unwrap();
        return;
    }
    let (site, _fresh) = fresh();
    site.import_file(&path);
    let entries = site.catalogue.entries(clock().civil().day());
    let mut heaviest = (0, String::new());
    for entry in entries.iter().filter(|entry| matches!(entry, Entry::National(_))) {
        let path = format!("/thu-tuc/{}", entry.slug());
        assert!(path.len() <= 90, "{path}");
        let html = site.page(&path);
        // What is light before it is packed need not be packed to know it.
        if html.len() > HEAVIEST {
            heaviest = heaviest.max((packed(&html), path));
        }
    }
    for path in ["/", "/thu-tuc", "/thu-tuc?trang=2", "/thu-tuc/linh-vuc/hai-quan", "/tim?q=dang+ky"] {
        heaviest = heaviest.max((packed(&site.page(path)), path.to_owned()));
    }
    writeln!(out, "heaviest of {} pages: {} bytes packed, {}", entries.len(), heaviest.0, heaviest.1)
        .unwrap();
    assert!(heaviest.0 <= HEAVIEST, "{heaviest:?}");
    let csv = site.text("/du-lieu/thu-tuc.csv");
    assert!(csv.lines().count() > 1_500);
    let count = site.json("/du-lieu/thu-tuc.json")["procedures"].as_array().unwrap().len();
    assert_eq!(count, entries.len());
}
