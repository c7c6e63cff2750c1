//! A copy of an extract, 2.000635, from the public page to the paper in hand.

use walkthroughs::html::Page;
use walkthroughs::samples::{self, EXTRACT};
use walkthroughs::walk::{self, act, attach};
use walkthroughs::{Client, Town, on_both_engines};

const CODE: &str = "2.000635";
const WARD: &str = "UBND phường Sài Gòn";

/// The tracking page opened by the unguessable link, and by number and secret in a fresh browser.
fn tracked(town: &Town, number: &str, secret: &str, link: &str) -> (Page, Page) {
    let by_link = town.guest().page(link);
    let stranger = town.guest();
    let opened =
        stranger.post_form("/tra-cuu", "/tra-cuu", &[("ma", number), ("bi_mat", secret)]).expect(303);
    assert!(opened.location().ends_with(number), "{}", opened.location());
    let by_secret = stranger.follow(opened).expect(200).page();
    (by_link, by_secret)
}

/// Both ways of tracking say the same headline; the link never says who works on it or for whom.
#[track_caller]
fn says(town: &Town, number: &str, secret: &str, link: &str, headline: &str) -> Page {
    let (by_link, by_secret) = tracked(town, number, secret, link);
    assert!(by_secret.h1().contains(headline), "{} instead of {headline}", by_secret.h1());
    assert_eq!(by_link.h1(), by_secret.h1());
    assert!(!by_link.html.contains("Đinh Thị Thử Nghiệm"), "the link shows the whole name");
    assert!(!by_link.html.contains("079188007654"), "the link shows the card number");
    by_secret
}

fn download(client: &Client, page: &Page) -> Vec<u8> {
    let file = client.get(&page.link("/tep/").expect("a result to download")).expect(200);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert!(file.header("content-security-policy").contains("sandbox"));
    file.body.to_vec()
}

on_both_engines! {
    fn a_guest_gets_a_copy_of_an_extract_from_question_to_result(engine) {
        let town = Town::on(engine);
        let guest = town.guest();
        let review = walk::fill(&guest, CODE, WARD, EXTRACT);
        let shown = guest.page(&review).main();
        for said in ["Đinh Thị Thử Nghiệm", "9/4/1988", "0907 007 654", "16.000 đồng"] {
            assert!(shown.contains(said), "check your answers misses {said}: {shown}");
        }
        let receipt = walk::send(&guest, &review);
        // Eight working hours from 8:30, a lunch break between.
        assert!(receipt.page.main().contains("08:30 thứ Ba, 08/9/2026"), "{}", receipt.page.main());
        let (number, secret, link) = (receipt.number.as_str(), receipt.secret.as_str(), receipt.link.as_str());
        says(&town, number, secret, link, "Hồ sơ đã gửi");

        let desk = town.sign_in("tiepnhan.saigon");
        town.pass_minutes(20);
        assert!(desk.page("/can-bo/tiep-nhan").html.contains(number), "the receiving list shows what was sent");
        let code = walk::accept(&desk, number);
        assert_eq!(code, "H29.201-260907-0001");
        let running = says(&town, &code, secret, link, "Hồ sơ đang được tra cứu trong sổ hộ tịch");
        assert!(running.main().contains("07/9/2026"), "same day: {}", running.main());

        let clerk = town.sign_in("hotich.saigon");
        town.pass_minutes(30);
        assert!(clerk.page("/can-bo/viec").html.contains(&code), "the work list shows it");
        let path = walk::staff_path(&code);
        let early = clerk.page(&path);
        assert!(early.form(&format!("{path}/chuyen")).is_some(), "the step can be finished");
        attach(&clerk, &code, "bản sao Thử Nghiệm.pdf", samples::PDF);
        act(&clerk, &code, "chuyen", &[]);
        says(&town, &code, secret, link, "Bản sao đang chờ ký");
        let chief = town.sign_in("chutich.saigon");
        act(&chief, &code, "chuyen", &[]);

        let ready = says(&town, &code, secret, link, "Đã có bản sao");
        assert!(ready.main().contains("Trả phí tại quầy"), "the fee comes first: {}", ready.main());
        assert!(ready.link("/tep/").is_none(), "and the result after it");
        assert!(desk.page(&path).main().contains("phí"), "the fee comes first");
        act(&desk, &code, "thu-phi", &[]);
        act(&desk, &code, "tra-ket-qua", &[("trao_cho", "applicant")]);
        says(&town, &code, secret, link, "kết quả đã trao");

        let tracking = guest.page(&format!("/ho-so/{code}"));
        assert_eq!(download(&guest, &tracking), samples::PDF);
        assert!(tracking.main().contains("chưa ký số"), "nothing pretends to be a signature: {}", tracking.main());
        assert!(tracking.main().contains("BL-H29.201-20260907-0001"), "the receipt of the fee: {}", tracking.main());
        let looks = guest.page(&format!("/ho-so/{code}/nhat-ky")).main();
        for officer in ["tiếp nhận", "hộ tịch", "Phó Chủ tịch"] {
            assert!(looks.contains(officer), "who looked misses {officer}: {looks}");
        }
        town.doctor();
    }

    fn at_the_counter_everything_happens_on_one_page_with_the_result_at_once(engine) {
        let town = Town::on(engine);
        let desk = town.sign_in("tiepnhan.saigon");
        let list = desk.page("/can-bo/quay");
        let intake = list.link(&format!("/can-bo/quay/{CODE}")).unwrap_or_else(|| format!("/can-bo/quay/{CODE}"));
        let empty = desk.page(&intake).main_form().expect("the intake form");
        let mut values = walk::values_for(&empty, WARD, EXTRACT);
        values.push(("lam".to_owned(), "xem".to_owned()));
        let given: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let looked = desk.submit(&empty, &given).expect(200).page();
        assert!(looked.main().contains("16.000 đồng"), "the fee is told before it is taken: {}", looked.main());
        assert!(looked.main().contains("Hiểu là: Phường Sài Gòn, Thành phố Hồ Chí Minh"), "{}", looked.main());
        let form = looked.main_form().expect("the intake form");
        let mut values: Vec<(String, String)> = Vec::new();
        for input in form.inputs.iter().filter(|input| input.kind == "checkbox") {
            values.push((input.name.clone(), input.value.clone()));
        }
        values.push(("lam".to_owned(), "nhan".to_owned()));
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let done = desk.submit(&form, &values).expect(303);
        let received = desk.follow(done).expect(200).page();
        assert!(received.main().contains("H29.201-260907-0001"), "{}", received.main());
        let state = town.house().db.read_blocking(|tx| {
            let id = cases::queries::id_by_number(tx, "H29.201-260907-0001")?.expect("it is there");
            Ok(cases::Case::require(tx, id)?.state)
        }).unwrap();
        assert_eq!(state.outcome, Some(cases::Outcome::Delivered), "given at once");
        let room = &town.house().dossiers;
        let whole = town.wait(room.whole(state.id)).unwrap();
        let address = serde_json::to_value(room.content(&whole).unwrap().answers.get("address")).unwrap();
        assert_eq!(address["unit"], "26740", "an address in one line is kept with its commune: {address}");
        assert_eq!(address["line"], "77 đường Thử Nghiệm, phường Sài Gòn");
        assert_eq!(state.opened_at, state.closed_at.unwrap(), "one transaction, one moment");
        let slip = desk.page(&format!("{}/giay-hen", walk::staff_path("H29.201-260907-0001")));
        for said in ["GIẤY TIẾP NHẬN", "Đinh Thị Thử Nghiệm", "H29.201-260907-0001"] {
            assert!(slip.text().to_uppercase().contains(&said.to_uppercase()), "the slip misses {said}: {}", slip.text());
        }
        assert!(!slip.text().contains("079188007654"), "the card number is masked on paper");
        assert!(slip.html.contains("class=\"qr\""), "the slip has its QR");
        town.doctor();
    }

    fn a_copy_is_due_the_same_day_until_three_in_the_afternoon(engine) {
        // (accepted, last day): Luật Hộ tịch 2014 Art 5.3; days off of 2026 and 2027 as announced.
        let table = [
            ("2026-09-07T14:59:00+07:00", "2026-09-07"),
            ("2026-09-07T15:00:00+07:00", "2026-09-07"),
            ("2026-09-07T15:01:00+07:00", "2026-09-08"),
            ("2026-09-11T15:30:00+07:00", "2026-09-14"), // a Friday
            ("2026-09-12T22:00:00+07:00", "2026-09-14"), // Saturday night
            ("2026-08-21T15:30:00+07:00", "2026-08-22"), // a Saturday worked instead of 31 August
            ("2026-08-28T15:30:00+07:00", "2026-09-03"), // four days off with National Day
            ("2027-02-03T14:00:00+07:00", "2027-02-03"), // the last day before Tết
            ("2027-02-03T15:30:00+07:00", "2027-02-11"),
        ];
        for (accepted, last) in table {
            let town = Town::at(engine, accepted);
            let case = town.sent("nguoidan", CODE, "H29.201", EXTRACT);
            town.accepted("tiepnhan.saigon", case);
            assert_eq!(town.state(case).due.unwrap().day.to_string(), last, "accepted {accepted}");
        }
    }
}
