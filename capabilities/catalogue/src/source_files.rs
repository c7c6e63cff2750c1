//! Where procedure files come from: inside the binary, or a folder an office keeps in git.

use include_dir::{Dir, include_dir};
use kernel::Fault;
use std::path::PathBuf;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../procedures");

/// Folders inside `procedures/`: the dated tables and life events, which are no procedures.
pub(crate) const FOLDERS: [&str; 4] = ["regimes", "forms", "codes", "events"];

/// The file of people's words, beside the procedures.
const SYNONYMS: &str = "synonyms.toml";

/// One file: its path inside `procedures/`, and its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceFile {
    /// `{code}.toml`, `regimes/nd-118-2025.toml`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What a file describes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// A procedure: `{code}.toml`.
    Procedure,
    /// A regime: `regimes/`.
    Regime,
    /// A set of legal forms: `forms/`.
    Forms,
    /// A pattern of dossier codes: `codes/`.
    Code,
    /// A life event: `events/`.
    Event,
    /// People's words: `synonyms.toml`.
    Synonyms,
}

impl SourceFile {
    /// What it describes, by its folder.
    pub fn kind(&self) -> FileKind {
        match self.path.split_once('/').map(|(folder, _)| folder) {
            Some("regimes") => FileKind::Regime,
            Some("forms") => FileKind::Forms,
            Some("codes") => FileKind::Code,
            Some("events") => FileKind::Event,
            None if self.path == SYNONYMS => FileKind::Synonyms,
            _ => FileKind::Procedure,
        }
    }
}

/// Where to read from.
#[derive(Clone, Debug)]
pub struct Files(From);

#[derive(Clone, Debug)]
enum From {
    Embedded,
    Folder(PathBuf),
    Given(Vec<SourceFile>),
}

impl Files {
    /// The files built into the binary.
    pub const fn embedded() -> Files {
        Files(From::Embedded)
    }

    /// The files of a folder with the same shape as `procedures/`.
    pub fn folder(path: impl Into<PathBuf>) -> Files {
        Files(From::Folder(path.into()))
    }

    /// Exactly these files, for tests and tools.
    pub const fn given(files: Vec<SourceFile>) -> Files {
        Files(From::Given(files))
    }

    /// Reads them all, in order of path.
    pub fn read(&self) -> Result<Vec<SourceFile>, Fault> {
        let mut files = match &self.0 {
            From::Embedded => embedded(),
            From::Folder(folder) => {
                let mut files = folder_files(folder, "")?;
                // A table without a folder is empty; the checks say what is missing.
                for name in FOLDERS.into_iter().filter(|name| folder.join(name).is_dir()) {
                    files.extend(folder_files(&folder.join(name), &format!("{name}/"))?);
                }
                files
            }
            From::Given(files) => files.clone(),
        };
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }
}

fn embedded() -> Vec<SourceFile> {
    let tables = FOLDERS.iter().filter_map(|name| EMBEDDED.get_dir(name)).flat_map(Dir::files);
    EMBEDDED
        .files()
        .chain(tables)
        .filter(|file| file.path().extension().is_some_and(|ext| ext == "toml"))
        .filter_map(|file| {
            let path = file.path().to_string_lossy().replace('\\', "/");
            file.contents_utf8().map(|text| SourceFile { path, text: text.replace("\r\n", "\n") })
        })
        .collect()
}

fn folder_files(folder: &std::path::Path, prefix: &str) -> Result<Vec<SourceFile>, Fault> {
    let context =
        |error: std::io::Error| Fault::new(error).context(format!("reading the folder {}", folder.display()));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(context)? {
        let path = entry.map_err(context)?.path();
        if path.extension().is_none_or(|ext| ext != "toml") {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text =
            std::fs::read_to_string(&path).map_err(|error| Fault::new(error).context(path.display()))?;
        files.push(SourceFile { path: format!("{prefix}{name}"), text: text.replace("\r\n", "\n") });
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_reads_like_what_is_built_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures");
        let files = Files::folder(folder).read().unwrap();
        assert_eq!(files, Files::embedded().read().unwrap());
        for kind in [FileKind::Procedure, FileKind::Regime, FileKind::Forms, FileKind::Code, FileKind::Event]
        {
            assert!(files.iter().any(|file| file.kind() == kind), "{kind:?}");
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let fault = Files::folder("/khong/co").read().unwrap_err();
        assert!(fault.to_string().contains("/khong/co"), "{fault}");
    }
}
