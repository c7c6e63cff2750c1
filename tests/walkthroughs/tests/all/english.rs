//! The main way in English: every page says so, and what stays Vietnamese is marked.

use walkthroughs::html::Page;
use walkthroughs::samples::EXTRACT;
use walkthroughs::walk;
use walkthroughs::{Client, Town, on_both_engines};

/// Letters that English does not have.
const VIETNAMESE: &str = "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ";

/// Labels and headings with Vietnamese letters outside elements marked `lang="vi"`; names and
/// places are not translated and are taken out first.
fn unmarked(page: &Page, names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for kind in ["h1", "h2", "h3", "label", "legend", "button", "th", "dt", "caption", "title"] {
        for tag in page.tags(kind).iter().filter(|tag| tag.attr("lang") != Some("vi")) {
            let mut words = page.inside(tag);
            for name in names {
                words = words.replace(name, "");
            }
            // An address is no word of ours.
            if let Some(at) = words.find("Số ").filter(|_| words.contains("đường")) {
                words.truncate(at);
            }
            if words.to_lowercase().chars().any(|c| VIETNAMESE.contains(c)) {
                found.push(format!("{kind}: {words}"));
            }
        }
    }
    found
}

const NAMES: &[&str] =
    &["Thành phố Hồ Chí Minh", "Một Cửa", "Đinh Thị Thử Nghiệm", "Tiếng Việt", "UBND phường Cầu Ông Lãnh cũ"];

#[track_caller]
fn reads_english(client: &Client, path: &str) -> Page {
    let page = client.page(path);
    let html = page.tags("html");
    assert_eq!(html[0].attr("lang"), Some("en"), "{path}");
    assert_eq!(unmarked(&page, NAMES), Vec::<String>::new(), "{path}");
    page
}

on_both_engines! {
    fn an_english_reader_goes_the_whole_way_in_english(engine) {
        let town = Town::on(engine);
        let guest = town.guest();
        for path in ["/en", "/en/thu-tuc", "/en/tra-cuu", "/en/dang-nhap", "/en/dang-ky", "/en/ban-nhap", "/en/ho-so"] {
            reads_english(&guest, path);
        }
        let public = reads_english(&guest, "/en/thu-tuc").link("2.000635").unwrap();
        assert!(public.starts_with("/en/"), "links stay in the language: {public}");
        let start = reads_english(&guest, &public).link("/nop/").unwrap();
        reads_english(&guest, &start);
        let begun = guest.post_form(&start, &start, &[]).expect(303);
        let mut at = begun.location().to_owned();
        for _ in 0..40 {
            assert!(at.starts_with("/en/"), "answers stay in the language: {at}");
            let page = reads_english(&guest, &at);
            let form = walk::place_form(&page).unwrap_or_else(|| panic!("{at}: no form"));
            if form.action.ends_with("/gui") {
                let sent = guest.submit(&form, &[("dong_y", "1")]).expect(303);
                at = sent.location().to_owned();
                break;
            }
            let next = walk::go_on(&guest, &form, "People's Committee of Sai Gon", EXTRACT);
            at = next.asked.trim_start_matches("GET ").to_owned();
        }
        let sent = reads_english(&guest, &at);
        reads_english(&guest, &sent.link("/t/").unwrap());
        let number = sent.tags("p").iter().find(|tag| tag.attr("class") == Some("number")).map(|tag| sent.inside(tag)).unwrap();
        reads_english(&guest, &format!("/en/ho-so/{number}"));
        reads_english(&guest, &format!("/en/ho-so/{number}/nhat-ky"));
        let desk = town.sign_in("tiepnhan.saigon");
        for path in ["/en/can-bo", "/en/can-bo/tiep-nhan", "/en/can-bo/viec"] {
            let page = desk.page(path);
            assert_eq!(page.tags("html")[0].attr("lang"), Some("en"), "{path}");
        }
    }
}
