//! What there is to test in a workspace, read from its manifests.

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand, Package as Manifest, Target};

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
    /// Apps whose site the tests may use.
    pub(super) apps: Vec<Package>,
    /// Test programs that run inside the browser.
    pub(super) wasm_tests: Vec<WasmTest>,
    /// Packages that have test programs which use a browser, inside or out.
    pub(super) needing_browser: Vec<PartlyNative>,
}

/// One test program for the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WasmTest {
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
    /// The arguments that choose all but the tests with a browser; nothing if there are no others.
    pub(super) fn native_targets(&self) -> Option<Vec<String>> {
        let mut targets = Vec::new();
        if self.has_library {
            targets.push("--lib".to_owned());
        }
        if self.has_binaries {
            targets.push("--bins".to_owned());
        }
        targets.extend(
            self.tests
                .iter()
                .flat_map(|test| ["--test".to_owned(), test.clone()]),
        );
        (!targets.is_empty()).then_some(targets)
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
            apps: Vec::new(),
            wasm_tests: Vec::new(),
            needing_browser: Vec::new(),
        };
        for package in metadata.workspace_packages() {
            if depends_on(package, "limosa") && package.targets.iter().any(Target::is_bin) {
                plan.apps.push(Package::from_manifest(package, metadata)?);
            }
            plan.add_tests(package);
        }
        Ok(plan)
    }

    fn add_tests(&mut self, package: &Manifest) {
        let tests = package
            .targets
            .iter()
            .filter(|target| target.is_test())
            .map(|target| target.name.clone());
        let (browser, native): (Vec<_>, Vec<_>) =
            tests.partition(|test| needs_browser(package, test));
        if browser.is_empty() {
            return;
        }
        if depends_on(package, "wasm-bindgen-test") {
            self.wasm_tests
                .extend(browser.into_iter().map(|target| WasmTest {
                    package: package.name.to_string(),
                    target,
                }));
        }
        self.needing_browser.push(PartlyNative {
            name: package.name.to_string(),
            has_library: package.targets.iter().any(Target::is_lib),
            has_binaries: package.targets.iter().any(Target::is_bin),
            tests: native,
        });
    }
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
