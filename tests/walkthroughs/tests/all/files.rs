//! Papers that are not what they should be: one clear message each, the others kept, memory flat.

use kernel::Id;
use walkthroughs::samples::{self, HOUSE, PDF, jpeg, large_pdf};
use walkthroughs::{Sent, Server, Town, on_both_engines};

const MB: usize = 1024 * 1024;

/// The papers with a draft now.
fn kept(town: &Town, draft: Id) -> usize {
    town.wait(town.house().dossiers.draft(&town.actor("nguoidan"), draft)).unwrap().papers.len()
}

on_both_engines! {
    fn bad_files_get_one_clear_message_each_and_the_good_ones_are_kept(engine) {
        let town = Town::on(engine);
        let draft = town.draft("nguoidan", "1.013225", "H29.201", HOUSE);
        let before = kept(&town, draft);
        let who = town.sign_in("nguoidan");
        let path = format!("/nop/{draft}/giay-to");
        let mut pairs = who.form(&path, &path).pairs();
        pairs.push(("tai".to_owned(), "1".to_owned()));
        let program = [b"MZ\x90\0\x03\0\0\0\x04\0\0\0".to_vec(), vec![0; 4096]].concat();
        let photo = jpeg();
        let (large, cut) = (large_pdf(30 * MB), &photo[..photo.len() / 2]);
        let field = "giay_giay-to-dat";
        let file = |name, bytes| Sent { field, name, bytes };
        let sent = [
            file("tot-1.pdf", PDF),
            file("trong.pdf", b""),
            file("rat-lon.pdf", &large),
            file("hop-dong.pdf", &program),
            file("anh-cut.jpg", cut),
            file("tot-2.jpg", &photo),
        ];
        let page = who.upload(&path, &pairs, &sent).expect(422).page();
        let summary = page.tags("div").into_iter().find(|tag| tag.attr("id") == Some("loi")).expect("a summary");
        let said = page.inside(&summary);
        assert!(said.contains("Có 4 chỗ cần sửa"), "{said}");
        let messages: Vec<String> = page
            .tags("p")
            .iter()
            .filter(|tag| tag.attr("class") == Some("fault"))
            .map(|tag| page.inside(tag))
            .collect();
        for (name, words) in [("trong.pdf", "trống"), ("rat-lon.pdf", "15 MB"), ("hop-dong.pdf", "JPEG"), ("anh-cut.jpg", "")] {
            let about: Vec<_> = messages.iter().filter(|message| message.contains(name)).collect();
            assert_eq!(about.len(), 1, "one message about {name}: {messages:?}");
            assert!(about[0].contains(words), "{}", about[0]);
        }
        assert_eq!(messages.len(), 4, "{messages:?}");
        assert_eq!(kept(&town, draft), before + 2);
        assert!(page.main().contains("tot-1.pdf") && page.main().contains("tot-2.jpg"));
        town.doctor();
    }

    fn twenty_files_at_once_are_all_taken_and_a_bad_one_among_them_harms_none(engine) {
        let town = Town::on(engine);
        let draft = town.draft("nguoidan", "1.013225", "H29.201", HOUSE);
        let before = kept(&town, draft);
        let who = town.sign_in("nguoidan");
        let path = format!("/nop/{draft}/giay-to");
        let mut pairs = who.form(&path, &path).pairs();
        pairs.push(("tai".to_owned(), "1".to_owned()));
        let names: Vec<String> = (1..=20).map(|n| format!("trang-{n}.pdf")).collect();
        let mut files: Vec<Sent<'_>> =
            names.iter().map(|name| Sent { field: "giay_ban-ve-nha", name, bytes: PDF }).collect();
        who.upload(&path, &pairs, &files).expect(303);
        assert_eq!(kept(&town, draft), before + 20);
        files[7].bytes = b"";
        let again = who.form(&path, &path);
        let mut pairs = again.pairs();
        pairs.push(("tai".to_owned(), "1".to_owned()));
        files.truncate(10);
        let page = who.upload(&path, &pairs, &files).expect(422).page();
        assert!(page.main().contains("trang-8.pdf"));
        assert_eq!(kept(&town, draft), before + 29);
    }

    fn a_draft_takes_so_many_papers_and_no_more(engine) {
        let town = Town::on(engine);
        let draft = town.draft("nguoidan", "1.013225", "H29.201", HOUSE);
        let who = town.sign_in("nguoidan");
        let path = format!("/nop/{draft}/giay-to");
        let names: Vec<String> = (1..=50).map(|n| format!("trang-{n}.pdf")).collect();
        let files: Vec<Sent<'_>> =
            names.iter().map(|name| Sent { field: "giay_ban-ve-nha", name, bytes: PDF }).collect();
        let pairs = who.form(&path, &path).pairs();
        who.upload(&path, &pairs, &files).expect(422);
        assert_eq!(kept(&town, draft), 40, "a limit everywhere");
    }
}

#[test]
fn memory_stays_flat_while_twenty_large_files_stream_in() {
    let folder = testkit::temp_dir();
    let server = Server::start(&folder.path().join("data"), None, &[], &[]);
    let who = server.sign_in("nguoidan");
    let program = server.program("nguoidan");
    let begun = program
        .post_json("/api/v1/drafts", &serde_json::json!({ "procedure": "1.013225" }))
        .expect(201)
        .json();
    let id = begun["id"].as_str().unwrap();
    let answers: serde_json::Map<String, serde_json::Value> =
        HOUSE.iter().map(|(key, value)| ((*key).to_owned(), (*value).into())).collect();
    let body = serde_json::json!({ "agency": "H29.201", "answers": answers });
    program.json(axum::http::Method::PUT, &format!("/api/v1/drafts/{id}/answers"), &body).expect(200);
    let path = format!("/nop/{id}/giay-to");
    let mut pairs = who.form(&path, &path).pairs();
    pairs.push(("tai".to_owned(), "1".to_owned()));
    // Once small, so that what is made on first use is there.
    who.upload(&path, &pairs, &[Sent { field: "giay_ban-ve-nha", name: "nho.pdf", bytes: samples::PDF }])
        .expect(303);
    let large = large_pdf(14 * MB);
    let names: Vec<String> = (1..=20).map(|n| format!("lon-{n}.pdf")).collect();
    let files: Vec<Sent<'_>> =
        names.iter().map(|name| Sent { field: "giay_ban-ve-nha", name, bytes: &large }).collect();
    let mut pairs = who.form(&path, &path).pairs();
    pairs.push(("tai".to_owned(), "1".to_owned()));
    server.forget_most_resident();
    let before = server.resident();
    who.upload_streamed(&path, &pairs, &files).expect(303);
    let grown = server.most_resident().saturating_sub(before);
    assert!(grown < 40 * MB as u64, "280 MB streamed in took {} MB of memory", grown / MB as u64);
    let draft = program.get_json(&format!("/api/v1/drafts/{id}"));
    assert_eq!(draft["papers"].as_array().unwrap().len(), 21);
}
