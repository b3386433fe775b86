//! Finds Chromium, or installs it where that can be done without asking.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, OrFail, Outcome};
use crate::terminal;

/// Names on the PATH, the plainest first.
const NAMES: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];
/// Where installers put it without touching the PATH.
const PLACES: [&str; 6] = [
    "/usr/bin/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/// The path of a Chromium or Chrome.
///
/// # Errors
/// When there is none and it cannot be installed; the message is the line to run.
pub(super) fn find_or_install() -> Outcome<PathBuf> {
    if let Some(chosen) = env::var_os("LIMOSA_CHROMIUM") {
        let chosen = PathBuf::from(chosen);
        return if chosen.is_file() {
            Ok(chosen)
        } else {
            Err(Failure::message(format!(
                "LIMOSA_CHROMIUM is `{}`, which does not exist",
                chosen.display()
            )))
        };
    }
    let path = env::var_os("PATH").unwrap_or_default();
    if let Some(found) = find(&path) {
        return Ok(found);
    }
    install()?;
    find(&path).ok_or_else(|| {
        Failure::message("Chromium was installed but cannot be found: set LIMOSA_CHROMIUM")
    })
}

fn find(path: &OsStr) -> Option<PathBuf> {
    let on_path = env::split_paths(path).flat_map(|folder| NAMES.map(|name| folder.join(name)));
    on_path
        .chain(PLACES.map(PathBuf::from))
        .find(|candidate| candidate.is_file())
}

/// Installs it as root on Debian; elsewhere that takes a password or a decision.
fn install() -> Outcome<()> {
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    if !(is_debian(&system) && is_root() && Path::new("/usr/bin/apt-get").exists()) {
        return Err(Failure::message(format!(
            "the browser tests need Chromium, and there is none (looked at LIMOSA_CHROMIUM, the PATH and the usual \
             places). Install it with\n\n    {}\n\nor run the tests that need none: cargo limosa test --native",
            line_to_run(&system)
        )));
    }
    terminal::line("Installing", "Chromium, with apt-get");
    for arguments in [
        &["update"][..],
        &["install", "-y", "--no-install-recommends", "chromium"],
    ] {
        let status = Command::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null())
            // The standard output is for the tests.
            .stdout(std::io::stderr())
            .status()
            .or_fail(|| "start apt-get".to_owned())?;
        if !status.success() {
            return Err(Failure::message(format!(
                "`apt-get {}` failed",
                arguments.join(" ")
            )));
        }
    }
    Ok(())
}

fn is_debian(system: &str) -> bool {
    system.lines().any(|line| line == "ID=debian")
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// What a person has to type on this system.
fn line_to_run(system: &str) -> &'static str {
    let id = system
        .lines()
        .find_map(|line| line.strip_prefix("ID="))
        .unwrap_or_default()
        .trim_matches('"');
    match id {
        "debian" => "sudo apt-get install -y chromium",
        "ubuntu" => "sudo snap install chromium",
        "fedora" => "sudo dnf install -y chromium",
        "arch" => "sudo pacman -S --noconfirm chromium",
        "alpine" => "sudo apk add chromium",
        _ if cfg!(target_os = "macos") => "brew install --cask chromium",
        _ if cfg!(windows) => "winget install Google.Chrome",
        _ => "(your system's way to install Chromium or Chrome)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_to_run_is_that_of_the_system() {
        assert_eq!(
            line_to_run("NAME=\"Debian GNU/Linux\"\nID=debian\n"),
            "sudo apt-get install -y chromium"
        );
        assert_eq!(
            line_to_run("ID=\"fedora\"\nVERSION_ID=43\n"),
            "sudo dnf install -y chromium"
        );
    }

    #[test]
    fn derived_systems_are_not_taken_for_debian() {
        assert!(is_debian("PRETTY_NAME=x\nID=debian\n"));
        assert!(!is_debian("ID=ubuntu\nID_LIKE=debian\n"));
    }
}
