//! The demonstration: its clock moves forward only, and only in a demonstration.

use axum::http::Method;
use kernel::Moment;
use motcua::House;
use serde_json::json;
use std::collections::BTreeSet;
use walkthroughs::{DEMONSTRATION, Town, on_both_engines};

on_both_engines! {
    fn the_clock_moves_forward_only_and_is_kept(engine) {
        let town = Town::demonstration(engine);
        assert_eq!(town.now(), Moment::parse_rfc3339(DEMONSTRATION).unwrap());
        let guest = town.guest();
        let moved = |body: serde_json::Value| guest.json(Method::POST, "/demo/clock", &body);
        assert_eq!(moved(json!({ "by": "PT4H" })).expect(200).json()["now"], "2026-09-07T13:00:00+07:00");
        let later = "2026-09-09T08:00:00+07:00";
        assert_eq!(moved(json!({ "to": later })).expect(200).json()["now"], later);
        for wrong in [json!({ "to": DEMONSTRATION }), json!({ "by": "-PT1H" }), json!({}), json!({ "by": "PT1H", "to": later })] {
            moved(wrong).expect(422);
        }
        assert_eq!(town.now().rfc3339(), later);
        let reopened = House::open(&town.place, testkit::clock_at(DEMONSTRATION)).unwrap();
        assert_eq!(reopened.clock.civil().rfc3339(), later, "it stands there after a restart");
        drop(reopened);
        let form = guest.form("/demo", "/demo/dong-ho");
        guest.submit(&form, &[("to", "2026-09-10T08:00")]).expect(303);
        assert_eq!(town.now().rfc3339(), "2026-09-10T08:00:00+07:00");
        town.doctor();
    }

    fn a_real_house_has_no_such_clock(engine) {
        let town = Town::on(engine);
        let guest = town.guest();
        assert_eq!(guest.get("/demo").status, 404);
        assert_eq!(guest.json(Method::POST, "/demo/clock", &json!({ "by": "PT4H" })).status, 404);
        let house = town.house();
        assert!(motcua::demo::advance(house, town.now().plus_minutes(5)).is_err());
        assert!(!guest.page("/").html.contains("/demo"));
    }

    fn it_shows_dossiers_in_every_mood_that_people_meet(engine) {
        let town = Town::demonstration(engine);
        let citizen = town.sign_in("nguoidan");
        let own = citizen.page("/ho-so");
        let tags: BTreeSet<String> = own
            .tags("strong")
            .iter()
            .filter(|tag| tag.attr("class").is_some_and(|class| class.starts_with("tag")))
            .map(|tag| own.inside(tag))
            .collect();
        assert!(tags.len() >= 5, "{tags:?}");
        for link in own.links().iter().filter(|link| link.starts_with("/ho-so/")) {
            let page = citizen.page(link);
            assert!(!page.h1().is_empty());
            assert!(page.html.len() < 40 * 1024, "{link} is {} bytes", page.html.len());
        }
        assert!(citizen.page("/ban-nhap").html.contains("/nop/"), "a draft to go on with");
        let home = citizen.page("/");
        assert!(home.html.contains("id=\"mine\""), "one's own dossiers on the home page");
        town.doctor();
    }

    fn it_has_done_enough_to_tell_how_long_one_procedure_takes(engine) {
        let town = Town::demonstration(engine);
        let took = town.guest().get("/api/v1/procedures/2.000635").expect(200).json()["took"].clone();
        assert!(took["count"].as_i64().is_some_and(|count| count >= 30), "{took}");
        assert!(took["median_minutes"].as_i64() < took["p90_minutes"].as_i64(), "{took}");
        assert!(took["late"].as_i64().is_some_and(|late| (1..5).contains(&late)), "{took}");
        assert!(town.guest().page("/thu-tuc/2.000635").html.contains("9 trong 10"));
    }
}
