//! Nothing typed is lost, and nothing is told to who only guesses.

use walkthroughs::samples::{EXTRACT, HOUSE};
use walkthroughs::walk;
use walkthroughs::{Sent, Town, on_both_engines, samples};

const COPY: &str = "2.000635";

on_both_engines! {
    fn an_answer_typed_into_an_ended_session_waits_behind_the_door(engine) {
        let town = Town::on(engine);
        let draft = town.draft("nguoidan", COPY, "H29.201", EXTRACT);
        let window = town.sign_in("nguoidan");
        let path = format!("/nop/{draft}/buoc/noi-dang-ky");
        let form = window.form(&path, &path);
        // The same person signs out in another window of the same browser.
        window.window().post_form("/", "/thoat", &[]).expect(303);
        let sent = window.submit(&form, &[("registered_at", "UBND xã Thử Nghiệm")]).expect(303);
        assert!(sent.location().starts_with("/dang-nhap"), "{}", sent.location());
        let door = window.page(sent.location());
        let values = [("login", "nguoidan"), ("mat_khau", accounts::seed::PASSWORD)];
        let back = window.submit(&door.form("/dang-nhap").unwrap(), &values).expect(303);
        let again = window.follow(back).expect(200).page();
        assert!(again.html.contains("UBND xã Thử Nghiệm"), "what was typed is there: {}", again.main());
        let kept = again.form(&path).expect("a form to send it again");
        window.submit(&kept, &[]).expect(303);
        let shown = window.page(&path);
        assert!(shown.html.contains("UBND xã Thử Nghiệm"), "{}", shown.main());
    }

    fn a_guest_who_signs_in_keeps_the_draft_and_finds_it_on_another_machine(engine) {
        let town = Town::on(engine);
        let guest = town.guest();
        let begun = walk::begin(&guest, COPY);
        let form = walk::place_form(&begun.page()).unwrap();
        walk::go_on(&guest, &form, "UBND phường Sài Gòn", EXTRACT);
        let values = [("login", "nguoidan3"), ("mat_khau", accounts::seed::PASSWORD)];
        guest.post_form("/dang-nhap", "/dang-nhap", &values).expect(303);
        let drafts = guest.page("/ban-nhap");
        let resume = drafts.link("/nop/").expect("the draft is in the list");
        assert_eq!(guest.follow(guest.get(&resume)).status, 200);
        assert_eq!(town.guest().get(&resume).status, 404, "a stranger has no part in it");
    }

    fn a_wrong_secret_and_an_unknown_number_are_told_alike_and_not_endlessly(engine) {
        let town = Town::on(engine);
        let case = town.sent("nguoidan", COPY, "H29.201", EXTRACT);
        let number = town.state(case).receipt;
        let guest = town.guest();
        let ask = |number: &str, secret: &str| {
            guest.post_form("/tra-cuu", "/tra-cuu", &[("ma", number), ("bi_mat", secret)])
        };
        let (wrong, unknown) = (ask(&number, "AAAAAA").expect(422), ask("2222-2222", "AAAAAA").expect(422));
        let told = |answer: &walkthroughs::Answer, number: &str| answer.page().main().replace(number, "");
        assert_eq!(told(&wrong, &number), told(&unknown, "2222-2222"));
        let mut last = 422;
        for _ in 0..6 {
            last = ask(&number, "BBBBBB").status;
        }
        assert_eq!(last, 429, "guessing ends");
        let secret = cases::lookup_secret(&town.house().vault, case);
        assert_eq!(ask(&number, &secret).status, 429, "also for the right one, for a while");
        assert_eq!(guest.get(&format!("/ho-so/{number}")).status, 404);
    }

    fn files_open_for_who_may_see_them_and_each_look_is_told(engine) {
        let town = Town::on(engine);
        let case = town.sent("nguoidan2", "1.013225", "H29.201", HOUSE);
        let code = town.accepted("tiepnhan.saigon", case);
        let page = town.sign_in("tiepnhan.saigon").page(&format!("{}?muc=giay-to", walk::staff_path(&code)));
        let file = page.link("/tep/").expect("a paper to open");
        let id = file.rsplit('/').next().unwrap();
        let desk = town.sign_in("tiepnhan.saigon");
        let opened = desk.get(&file).expect(200);
        assert_eq!(&opened.body[..], samples::PDF);
        assert!(opened.header("content-security-policy").contains("sandbox"));
        assert!(!opened.header("content-disposition").contains("Kiểm"), "names travel escaped");
        for stranger in ["tiepnhan.thuduc", "hotich.benthanh", "quantri", "nguoidan"] {
            assert_eq!(town.sign_in(stranger).get(&file).status, 404, "{stranger}");
        }
        let owner = town.sign_in("nguoidan2");
        owner.get(&format!("/ho-so/{code}/tep/{id}")).expect(200);
        assert_eq!(town.sign_in("nguoidan").get(&format!("/ho-so/{code}/tep/{id}")).status, 404);
        let looks = owner.page(&format!("/ho-so/{code}/nhat-ky")).main();
        assert!(looks.contains("mở một tệp"), "opening a file is a look of its own: {looks}");
        assert!(looks.contains("Công chức tiếp nhận"), "{looks}");
        assert!(!looks.contains("Quản trị"), "who saw nothing is not listed: {looks}");
    }

    fn a_draft_thrown_away_takes_its_files_with_it(engine) {
        let town = Town::on(engine);
        let draft = town.draft("nguoidan", "1.013225", "H29.201", HOUSE);
        let who = town.sign_in("nguoidan");
        let papers = format!("/nop/{draft}/giay-to");
        let form = who.form(&papers, &papers);
        let files = [Sent { field: "giay_giay-to-dat", name: "thêm.pdf", bytes: samples::PDF }];
        who.upload(&papers, &form.filled(&[("tai", "1")]), &files).expect(303);
        let view = who.page(&papers).link("/giay-to/").expect("a file to open");
        who.get(&view).expect(200);
        let path = format!("/nop/{draft}/xoa");
        who.post_form(&path, &path, &[]).expect(303);
        assert_eq!(who.get(&view).status, 404);
        assert_eq!(who.get(&papers).status, 404);
        assert!(!who.page("/ban-nhap").html.contains(&draft.to_string()));
        town.doctor();
    }
}
