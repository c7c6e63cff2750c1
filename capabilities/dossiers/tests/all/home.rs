//! The home page of someone who has dossiers under way.

use crate::house::*;
use testkit::{block_on, fresh};

#[test]
fn the_home_page_shows_the_three_most_urgent_to_their_person_only() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let mut person = house.signed_in("nguoidan").await;
            person.page("/").await.hides("id=\"mine\"");
            let mut receipts = Vec::new();
            for _ in 0..4 {
                let draft = complete(&house, &mut person).await;
                receipts.push(send(&mut person, &draft).await.0);
            }
            let home = person.page("/").await;
            home.says("Xem cả 4 hồ sơ đang giải quyết").says("Đã gửi").says("Trả lời chậm nhất");
            home.hides("Nông Thị Thí Dụ");
            let shown =
                |page: &Reply| receipts.iter().filter(|receipt| page.body.contains(receipt.as_str())).count();
            assert_eq!(shown(&home), 3);
            person.page("/en").await.says("See all 4 applications under way").says("/en/ho-so/");
            // Late ones come first, and say so.
            house.move_to("2026-09-09T10:00:00+07:00");
            person.page("/").await.says("Trả lời chậm").says("<p>Xin lỗi ông/bà.</p>");
            house.browser().page("/").await.hides("id=\"mine\"");
            let other = house.signed_in("tiepnhan.saigon").await.page("/").await;
            other.hides("id=\"mine\"");
            assert_eq!(shown(&other), 0);
        });
    }
}
