//! The site folder: everything of an app that has to be deployed.

mod bindgen;
mod compress;
mod files;
mod hash;
mod loader;
mod minify;
mod modules;
mod optimise;
mod page;
mod script;
mod slim;
mod unused;

use std::fs;
use std::path::Path;

use serde::Serialize;

pub(crate) use self::bindgen::{Bound, Purpose, bind, check_versions};
use self::files::Files;
use crate::build::Settings;
use crate::failure::{OrFail, Outcome};
use crate::package::Package;
use crate::terminal::{self, Step};

/// `site.json`: where the server finds what the page has to load.
#[derive(Debug, Serialize)]
struct Manifest {
    /// Name of the package.
    name: String,
    /// Hash of the wasm: the same for every instance of one build.
    build: String,
    /// URL of the script.
    module: String,
    /// URL of the program.
    wasm: String,
    /// URLs of the modules that the script imports.
    preload: Vec<String>,
}

/// Writes the site folder of an app from its compiled sides.
///
/// # Errors
/// When wasm-bindgen or wasm-opt fail, the page has no place for the program, or the folder cannot be written.
pub(crate) fn write(
    package: &Package,
    wasm: &Path,
    server: Option<&Path>,
    settings: Settings<'_>,
) -> Outcome<()> {
    let release = settings.release;
    let mut files = Files::open(package.site())?;
    let bound = bound(package, wasm, release)?;
    let manifest = write_assets(package, bound, settings, &mut files)?;
    let public = package.folder.join("public");
    if package.is_browser_only() {
        files.copy_folder(&public, "")?;
        let page = fs::read_to_string(package.page())
            .or_fail(|| format!("read `{}`", package.page().display()))?;
        files.put(
            "index.html",
            page::with_program(&page, &manifest)?.as_bytes(),
        )?;
    } else {
        files.copy_folder(&public, "public")?;
    }
    if release {
        compress::everything(&mut files)?;
    }
    if let Some(server) = server {
        files.copy(server, &package.name)?;
    }
    let json = serde_json::to_vec(&manifest).or_fail(|| "write site.json".to_owned())?;
    files.put("site.json", &json)?;
    files.remove_others()
}

fn bound(package: &Package, wasm: &Path, release: bool) -> Outcome<Bound> {
    let step = Step::start("Binding", &package.name);
    let purpose = if release {
        Purpose::Release
    } else {
        Purpose::Development
    };
    let bound = bind(&package.name, wasm, purpose);
    drop(step);
    bound
}

fn write_assets(
    package: &Package,
    bound: Bound,
    settings: Settings<'_>,
    files: &mut Files,
) -> Outcome<Manifest> {
    let mut merged = modules::merge(&bound.script, &bound.modules, &bound.imports);
    let mut wasm = bound.wasm;
    if settings.release {
        merged.script = minify::minified(&merged.script);
        wasm = optimise::optimise(wasm, &package.target.join("limosa"))?;
    }
    let mut preload = Vec::new();
    for (path, source) in &merged.apart {
        let url = format!("assets/{path}");
        files.put(&url, source.as_bytes())?;
        preload.push(settings.address(&url));
    }
    let module = format!(
        "assets/{}",
        hash::named(&package.name, "js", merged.script.as_bytes())
    );
    let program = format!("assets/{}", hash::named(&package.name, "wasm", &wasm));
    files.put(&module, merged.script.as_bytes())?;
    files.put(&program, &wasm)?;
    terminal::line(
        "Written",
        &format!(
            "{} of wasm, {} of script",
            terminal::size(wasm.len()),
            terminal::size(merged.script.len())
        ),
    );
    Ok(Manifest {
        name: package.name.clone(),
        build: hash::of(&wasm),
        module: settings.address(&module),
        wasm: settings.address(&program),
        preload,
    })
}
