//! Nothing personal stands in the clear: not in the database, its log of changes, the files, the
//! temporary folder, or what the server writes to its log.

use std::path::{Path, PathBuf};
use std::process::Command;
use testkit::postgres::{Cluster, Kind};
use walkthroughs::samples::{self, EXTRACT, HOUSE, PERSONAL};
use walkthroughs::walk::{self, act, attach};
use walkthroughs::{Engine, Sent, Server, on_both_engines, seeded_secrets};

/// Words typed in the walk below that belong to somebody.
const TYPED: &[&str] = &[
    "giấy tờ Kiểm Chứng.pdf",
    "tài liệu mật của Thử Nghiệm.pdf",
    "bản sao cho Thử Nghiệm.pdf",
    "Gọi chị Thử Nghiệm lúc chiều",
    "Không đúng nơi cư trú của anh Kiểm Chứng",
    "0907007654",
    "0907 007 654",
    "sai-mat-khau-cua-toi",
    "079188007654",
];

/// Files below `folders` that hold one of the words, as `grep` sees them.
fn holding(words: &[String], folders: &[&Path], at: &Path) -> Vec<String> {
    let list = at.join("words");
    std::fs::write(&list, words.join("\n")).unwrap();
    let mut line = Command::new("grep");
    line.env("LC_ALL", "C").args(["-raoF", "-m", "3", "-f"]).arg(&list).args(folders);
    let done = line.output().expect("grep is on every machine of ours");
    assert!(done.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).lines().map(str::to_owned).collect()
}

/// As typed, without marks, and in small letters: an index must not give away what the text hides.
fn in_every_shape(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = words
        .flat_map(|word| {
            let folded = kernel::text::fold(&word);
            [word.to_lowercase(), folded, word]
        })
        .filter(|word| word.chars().count() > 5)
        .collect();
    all.sort();
    all.dedup();
    all
}

/// A whole life of two dossiers, with refusals and mistakes on the way.
fn live(server: &Server) {
    let guest = server.guest();
    let copy = walk::apply(&guest, "2.000635", "UBND phường Sài Gòn", EXTRACT);
    guest
        .post_form(
            "/dang-nhap",
            "/dang-nhap",
            &[("login", "0907007654"), ("mat_khau", "sai-mat-khau-cua-toi")],
        )
        .expect(422);
    let citizen = server.sign_in("nguoidan");
    let permit = walk::apply(&citizen, "1.013225", "UBND phường Sài Gòn", HOUSE);
    let desk = server.sign_in("tiepnhan.saigon");
    let code = walk::accept(&desk, &copy.number);
    act(&desk, &permit.number, "tu-choi", &[("ly_do", "Không đúng nơi cư trú của anh Kiểm Chứng")]);
    let contact = format!("{}?muc=trao-doi", walk::staff_path(&code));
    let values = [("kenh", "call"), ("do_ai", "none"), ("noi_dung", "Gọi chị Thử Nghiệm lúc chiều")];
    desk.post_form(&contact, "/lien-he", &values).expect(303);
    let clerk = server.sign_in("hotich.saigon");
    attach(&clerk, &code, "bản sao cho Thử Nghiệm.pdf", samples::PDF);
    act(&clerk, &code, "chuyen", &[]);
    act(&server.sign_in("chutich.saigon"), &code, "chuyen", &[]);
    act(&desk, &code, "thu-phi", &[]);
    let tracking = guest.page(&format!("/ho-so/{code}"));
    guest.get(&tracking.link("/tep/").unwrap()).expect(200);
    server.guest().page(&copy.link);
    act(&desk, &code, "tra-ket-qua", &[("trao_cho", "applicant")]);
    let found = desk.post_form("/can-bo/tra-cuu", "/can-bo/tra-cuu", &[("q", "Đinh Thị Thử Nghiệm")]);
    desk.follow(found).expect(200);
    // A draft that is never sent, with a file that is not taken and one that is.
    let review = walk::fill(&citizen, "1.013225", "UBND phường Sài Gòn", HOUSE);
    let papers = review.replace("/xem-lai", "/giay-to");
    let pairs = citizen.form(&papers, &papers).pairs();
    let field = "giay_giay-to-dat";
    let files = [
        Sent { field, name: "tài liệu mật của Thử Nghiệm.pdf", bytes: b"" },
        Sent { field, name: "tài liệu mật của Thử Nghiệm.pdf", bytes: samples::PDF },
    ];
    citizen.upload(&papers, &pairs, &files).expect(422);
}

on_both_engines! {
    fn no_name_number_or_answer_stands_in_any_file_or_log(engine) {
        let folder = testkit::temp_dir();
        let [data, scratch] = ["data", "scratch"].map(|name| folder.path().join(name));
        std::fs::create_dir_all(&scratch).unwrap();
        let cluster = (engine == Engine::Postgres).then(|| Cluster::start(Kind::Durable).unwrap());
        let url = cluster.as_ref().map(|cluster| cluster.new_database("secrets").unwrap());
        let env = [("MOTCUA_LOG", "trace"), ("TMPDIR", scratch.to_str().unwrap())];
        let server = Server::start(&data, url.as_deref(), &[], &env);
        live(&server);
        let server_files: Option<PathBuf> = cluster.as_ref().map(|cluster| {
            let url = url.as_deref().unwrap();
            store::postgres_script(url, &["checkpoint".to_owned()]).unwrap();
            std::fs::read_link(format!("/proc/{}/cwd", cluster.pid().unwrap())).expect("the cluster's folder can be read")
        });
        let log = folder.path().join("log");
        std::fs::write(&log, server.log()).unwrap();
        let mut looked: Vec<&Path> = vec![&data, &scratch, &log];
        looked.extend(server_files.as_deref());

        // That the search sees: what is not personal is found where it should be.
        let controls = holding(&["2.000635".to_owned()], &looked, folder.path());
        let database = server_files.as_deref().unwrap_or(&data).display().to_string();
        assert!(controls.iter().any(|line| line.starts_with(&database)), "the search sees the database: {controls:?}");
        if engine == Engine::Sqlite {
            assert!(controls.iter().any(|line| line.contains("-wal")), "and its log of changes: {controls:?}");
        }
        assert!(!holding(&["schema step".to_owned()], &[&log], folder.path()).is_empty(), "and what is logged");

        let typed = TYPED.iter().chain(PERSONAL).map(|word| (*word).to_owned());
        let demonstration = motcua::demo::PERSONAL.iter().map(|word| (*word).to_owned());
        let words = in_every_shape(typed.chain(demonstration).chain(seeded_secrets().iter().cloned()));
        assert!(words.len() > 100);
        let found = holding(&words, &looked, folder.path());
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}
