//! Packages in a scratch folder, and the program started on them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A package (or just a folder) of one test.
#[derive(Debug)]
pub(crate) struct Fixture {
    folder: PathBuf,
}

/// What a run of the program said and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Fixture {
    /// An empty folder; `name` is that of the test.
    pub(crate) fn folder(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        // It is left there by the last run, for a look at it.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self {
            folder: folder.canonicalize().unwrap(),
        }
    }

    /// A package without dependencies, with these files.
    pub(crate) fn package(name: &str, files: &[(&str, &str)]) -> Self {
        let fixture = Self::folder(name);
        fixture.write(
            "Cargo.toml",
            &format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n"),
        );
        for (path, content) in files {
            fixture.write(path, content);
        }
        fixture
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    pub(crate) fn write(&self, path: &str, content: &str) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Paths of all files below a folder, in order.
    pub(crate) fn files(&self, path: &str) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.path(path)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap().path();
                if entry.is_dir() {
                    folders.push(entry);
                } else {
                    files.push(
                        entry
                            .strip_prefix(self.path(path))
                            .unwrap()
                            .to_str()
                            .unwrap()
                            .to_owned(),
                    );
                }
            }
        }
        files.sort();
        files
    }

    /// The program, to be run in the folder with its own target folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-limosa"));
        command
            .current_dir(&self.folder)
            .args(arguments)
            .env("CARGO_TARGET_DIR", self.path("target"))
            .env("CARGO_TERM_COLOR", "never")
            .env_remove("RUSTC_WRAPPER")
            .env_remove("CARGO_BUILD_TARGET");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run(&mut self.command(arguments))
    }
}

pub(crate) fn run(command: &mut Command) -> Run {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    Run {
        code: status.code(),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

impl Run {
    /// Checks that the program refused with one message, which is this, and did nothing else.
    #[track_caller]
    pub(crate) fn assert_refused(&self, message: &str) {
        assert_eq!(self.stderr.trim_end(), format!("error: {message}"));
        assert_eq!(self.stdout, "");
        assert_eq!(self.code, Some(1));
    }

    /// Checks that it succeeded, and shows what it said if not.
    #[track_caller]
    pub(crate) fn assert_success(&self) {
        assert_eq!(self.code, Some(0), "{}\n{}", self.stdout, self.stderr);
    }
}
