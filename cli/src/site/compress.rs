//! Brotli beside every file that gains from it, so that no server has to compress.

use std::io::Write;
use std::path::Path;

use brotli::CompressorWriter;

use super::files::Files;
use crate::failure::{OrFail, Outcome};
use crate::terminal::{self, Step};

/// The slowest and smallest; it is done once per build.
const QUALITY: u32 = 11;
/// A window of 4 MiB, the largest that every browser takes.
const WINDOW: u32 = 22;

/// Writes `<file>.br` beside the files so far whose kind can be compressed.
pub(super) fn everything(files: &mut Files) -> Outcome<()> {
    let step = Step::start("Compressing", "assets");
    let (mut before, mut after) = (0, 0);
    for path in files.written() {
        if !is_compressible(&path) {
            continue;
        }
        let content = files.read(&path)?;
        let compressed = brotli(&content).or_fail(|| format!("compress `{}`", path.display()))?;
        if compressed.len() < content.len() {
            before += content.len();
            after += compressed.len();
            files.put(format!("{}.br", path.display()), &compressed)?;
        }
    }
    step.done(&format!(
        "{} to {}",
        terminal::size(before),
        terminal::size(after)
    ));
    Ok(())
}

fn is_compressible(path: &Path) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| {
            [
                "wasm", "js", "css", "html", "svg", "json", "txt", "xml", "map", "ico", "ttf",
            ]
            .contains(&extension)
        })
}

fn brotli(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut compressor = CompressorWriter::new(Vec::new(), 1 << 16, QUALITY, WINDOW);
    compressor.write_all(content)?;
    Ok(compressor.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_programs_are_compressed_and_pictures_are_not() {
        assert!(is_compressible(Path::new("assets/a-1.wasm")));
        assert!(is_compressible(Path::new("public/a.css")));
        assert!(!is_compressible(Path::new("public/a.png")));
        assert!(!is_compressible(Path::new("LICENSE")));
    }

    #[test]
    fn what_is_compressed_can_be_read_again() {
        let content = b"limosa ".repeat(1000);
        let compressed = brotli(&content).unwrap();
        assert!(compressed.len() < 100);
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut compressed.as_slice(), &mut plain).unwrap();
        assert_eq!(plain, content);
    }
}
