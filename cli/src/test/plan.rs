//! What there is to test in a workspace, read from its manifests.

use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package as Manifest, Target};

use crate::cargo;
use crate::failure::{Failure, Outcome};
use crate::package::{Package, cargo_said};

/// Test targets of these names need a browser, and others that a manifest lists.
const BROWSER_TESTS: [&str; 2] = ["browser", "e2e"];

/// The tests of a workspace.
#[derive(Debug)]
pub(super) struct Plan {
    /// The folder of the workspace.
    pub(super) workspace: PathBuf,
    /// Cargo's target folder.
    pub(super) target: PathBuf,
    /// The packages to test.
    pub(super) packages: Vec<String>,
    /// Whether these are all there are.
    pub(super) is_whole: bool,
    /// Apps whose site the tests may use.
    pub(super) apps: Vec<Package>,
    /// Test programs that run inside the browser.
    pub(super) wasm_tests: Vec<TestProgram>,
    /// Test programs that use a browser and are left alone by a plain `cargo test`.
    pub(super) set_aside: Vec<TestProgram>,
    /// Packages of which a plain `cargo test` would run test programs that use a browser.
    pub(super) needing_browser: Vec<PartlyNative>,
}

/// One test program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TestProgram {
    /// Name of the package.
    pub(super) package: String,
    /// Name of the test target.
    pub(super) target: String,
}

/// A package of which some tests need no browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PartlyNative {
    pub(super) name: String,
    has_library: bool,
    has_binaries: bool,
    /// The test targets that need no browser.
    tests: Vec<String>,
}

impl PartlyNative {
    /// The arguments of the calls that run all tests but those with a browser.
    pub(super) fn native_calls(&self) -> Vec<Vec<String>> {
        let mut programs = Vec::new();
        let mut calls = Vec::new();
        if self.has_library {
            programs.push("--lib".to_owned());
            calls.push(vec!["--doc".to_owned()]);
        }
        if self.has_binaries {
            programs.push("--bins".to_owned());
        }
        programs.extend(
            self.tests
                .iter()
                .flat_map(|test| ["--test".to_owned(), test.clone()]),
        );
        if !programs.is_empty() {
            calls.push(programs);
        }
        calls
    }
}

impl Plan {
    /// Reads the workspace around a folder.
    ///
    /// # Errors
    /// When there is none, or a manifest is wrong.
    pub(super) fn of(folder: &Path) -> Outcome<Self> {
        if !folder
            .ancestors()
            .any(|folder| folder.join("Cargo.toml").is_file())
        {
            return Err(Failure::message(
                "there is no package here: no Cargo.toml in this folder or above it",
            ));
        }
        let mut command = MetadataCommand::new();
        command
            .cargo_path(cargo::program())
            .current_dir(folder)
            .no_deps();
        Self::from_metadata(&command.exec().map_err(|error| cargo_said(error, folder))?)
    }

    fn from_metadata(metadata: &Metadata) -> Outcome<Self> {
        let mut plan = Self {
            workspace: metadata.workspace_root.clone().into_std_path_buf(),
            target: metadata.target_directory.clone().into_std_path_buf(),
            packages: Vec::new(),
            is_whole: true,
            apps: Vec::new(),
            wasm_tests: Vec::new(),
            set_aside: Vec::new(),
            needing_browser: Vec::new(),
        };
        for package in metadata.workspace_packages() {
            if is_app(package) {
                plan.apps.push(Package::from_manifest(package, metadata)?);
            }
            plan.packages.push(package.name.to_string());
            plan.add_tests(package);
        }
        Ok(plan)
    }

    /// Leaves out all packages but these.
    ///
    /// # Errors
    /// When the workspace does not have one of them.
    pub(super) fn only(&mut self, names: &[String]) -> Outcome<()> {
        if let Some(unknown) = names.iter().find(|name| !self.packages.contains(name)) {
            return Err(Failure::message(format!(
                "no package here is called `{unknown}`; there are {}",
                self.packages.join(", ")
            )));
        }
        let chosen = |name: &String| names.contains(name);
        self.packages.retain(chosen);
        self.apps.retain(|app| chosen(&app.name));
        self.wasm_tests.retain(|test| chosen(&test.package));
        self.set_aside.retain(|test| chosen(&test.package));
        self.needing_browser.retain(|package| chosen(&package.name));
        self.is_whole = false;
        Ok(())
    }

    fn add_tests(&mut self, package: &Manifest) {
        let tests = package.targets.iter().filter(|target| target.is_test());
        let (browser, native): (Vec<_>, Vec<_>) =
            tests.partition(|test| needs_browser(package, &test.name));
        let program = |test: &&Target| TestProgram {
            package: package.name.to_string(),
            target: test.name.clone(),
        };
        if depends_on(package, "wasm-bindgen-test") {
            self.wasm_tests.extend(browser.iter().map(program));
        } else {
            self.set_aside
                .extend(browser.iter().filter(|test| !test.test).map(program));
        }
        if browser.iter().any(|test| test.test) {
            self.needing_browser.push(PartlyNative {
                name: package.name.to_string(),
                has_library: package.targets.iter().any(Target::is_lib),
                has_binaries: package.targets.iter().any(Target::is_bin),
                tests: native
                    .iter()
                    .filter(|test| test.test)
                    .map(|test| test.name.clone())
                    .collect(),
            });
        }
    }
}

/// A program made with Limosa; benches and tests of a library may use it as well.
fn is_app(package: &Manifest) -> bool {
    let limosa = package.dependencies.iter().find(|dependency| {
        dependency.name == "limosa" && dependency.kind == DependencyKind::Normal
    });
    limosa.is_some() && package.targets.iter().any(Target::is_bin)
}

fn depends_on(package: &Manifest, name: &str) -> bool {
    package
        .dependencies
        .iter()
        .any(|dependency| dependency.name == name)
}

/// By its name, or because the manifest says so in `[package.metadata.limosa] browser-tests`.
fn needs_browser(package: &Manifest, test: &str) -> bool {
    let listed = &package.metadata["limosa"]["browser-tests"];
    BROWSER_TESTS.contains(&test)
        || listed
            .as_array()
            .is_some_and(|listed| listed.iter().any(|name| name == test))
}
