//! The app: groups of five components each, the same source for both libraries but for their names and two words.

use std::fs;
use std::path::{Path, PathBuf};

/// A library that the app is written with.
pub(crate) struct Library {
    pub(crate) name: &'static str,
    /// The line of the manifest.
    dependency: fn() -> String,
    /// How a memo's or an effect's closure begins.
    closure: &'static str,
    /// The path of the function that shows the app.
    mount: &'static str,
}

/// Ours first: ratios are relative to the second.
pub(crate) const LIBRARIES: [Library; 2] = [
    Library {
        name: "limosa",
        dependency: || format!("limosa = {{ path = {:?} }}", repository()),
        closure: "move ||",
        mount: "limosa::mount",
    },
    Library {
        name: "leptos",
        dependency: || String::from(r#"leptos = { version = "0.8", features = ["csr"] }"#),
        closure: "move |_|",
        mount: "leptos::mount::mount_to_body",
    },
];

/// How many groups of five components there are.
const GROUPS: usize = 40;

/// The group in which the changes are made.
const CHANGED: usize = 7;

const GROUP: &str = include_str!("../../../compile/group.rs.txt");

/// The generated sources of one library's app.
pub(crate) struct App {
    pub(crate) library: &'static Library,
    pub(crate) folder: PathBuf,
}

impl App {
    /// Writes the sources below the repository's target folder.
    pub(crate) fn generate(library: &'static Library) -> Self {
        let folder = repository().join("target/compile").join(library.name);
        let app = Self { library, folder };
        fs::create_dir_all(app.folder.join("src")).expect("the target folder can be written to");
        app.write("Cargo.toml", &app.manifest());
        app.write("src/main.rs", &app.main());
        for number in 0..GROUPS {
            app.write(&format!("src/group_{number}.rs"), &app.group(number));
        }
        if library.name == "limosa" {
            // The same versions as everywhere in the repository.
            let lock = fs::read_to_string(repository().join("Cargo.lock"));
            app.write(
                "Cargo.lock",
                &lock.expect("the repository has a Cargo.lock"),
            );
        }
        app
    }

    /// Name of the package.
    pub(crate) fn package(&self) -> String {
        format!("app-{}", self.library.name)
    }

    /// Changes a text that one component shows.
    pub(crate) fn change_literal(&self, turn: usize) {
        self.change("\"Few, so far\"", &format!("\"Few, so far ({turn})\""));
    }

    /// Changes what one component does.
    pub(crate) fn change_logic(&self, turn: usize) {
        let changed = format!("set_count.update(|count| *count = (*count + by).max({turn}))");
        self.change("set_count.update(|count| *count += by)", &changed);
    }

    fn change(&self, from: &str, to: &str) {
        let group = self.group(CHANGED);
        assert!(group.contains(from), "{from} is not in the group");
        self.write(
            &format!("src/group_{CHANGED}.rs"),
            &group.replacen(from, to, 1),
        );
    }

    fn manifest(&self) -> String {
        let (package, dependency) = (self.package(), (self.library.dependency)());
        format!(
            "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\n{dependency}\n\n[workspace]\n"
        )
    }

    fn main(&self) -> String {
        let Library { name, mount, .. } = self.library;
        let each = |line: fn(usize) -> String| (0..GROUPS).map(line).collect::<String>();
        let modules = each(|number| format!("mod group_{number};\n"));
        let uses = each(|number| format!("use group_{number}::Section{number};\n"));
        let sections = each(|number| {
            // A tuple of all would be too long for Leptos.
            let open = if number % 10 == 0 {
                "        <div>\n"
            } else {
                ""
            };
            let close = if number % 10 == 9 {
                "        </div>\n"
            } else {
                ""
            };
            format!(
                "{open}            <Section{number} total=total heading=\"Group {number}\"/>\n{close}"
            )
        });
        format!(
            "//! The app.\n\n{modules}\nuse {name}::prelude::*;\n{uses}\n#[component]\nfn App() -> impl IntoView {{\n    \
             let total = RwSignal::new(0);\n    view! {{\n        <main>\n{sections}        </main>\n    }}\n}}\n\n\
             fn main() {{\n    {mount}(App);\n}}\n"
        )
    }

    fn group(&self, number: usize) -> String {
        GROUP
            .replace("NUMBER", &number.to_string())
            .replace("LIBRARY", self.library.name)
            .replace("CLOSURE", self.library.closure)
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.join(file), text).expect("the target folder can be written to");
    }
}

/// Components and lines of the app.
pub(crate) fn size() -> (usize, usize) {
    let components = GROUP.matches("#[component]").count() * GROUPS;
    (components, GROUP.lines().count() * GROUPS)
}

fn repository() -> PathBuf {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR"));
    benches
        .parent()
        .expect("the benches are in the repository")
        .to_owned()
}
