//! The script of a release, smaller: `oxc` leaves out what never runs, says the rest more shortly and renames what is not exported.

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{CompressOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// The module, minified; as it is if it cannot be read.
pub(super) fn minified(script: &str) -> String {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, script, SourceType::mjs()).parse();
    if parsed.panicked || !parsed.diagnostics.is_empty() {
        return script.to_owned();
    }
    let mut program = parsed.program;
    let options = MinifierOptions {
        compress: Some(CompressOptions::smallest()),
        ..MinifierOptions::default()
    };
    let minified = Minifier::new(options).minify(&allocator, &mut program);
    Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(minified.scoping)
        .build(&program)
        .code
}

#[cfg(test)]
mod tests {
    use super::minified;

    #[test]
    fn what_is_not_exported_gets_short_names_or_goes() {
        let script = minified(
            "const unused = () => 1;\nfunction first(second) {\n  // doubled\n  return second + second;\n}\n\
             export default async function (options) { return first(await first(options.left)); }\n",
        );
        assert!(script.len() < 100, "{script}");
        assert!(
            !script.contains("unused") && !script.contains("second"),
            "{script}"
        );
        assert!(script.contains("export default async function"), "{script}");
        assert!(script.contains(".left"), "{script}");
    }

    #[test]
    fn a_script_that_cannot_be_read_is_left_alone() {
        assert_eq!(minified("let open = 'abc"), "let open = 'abc");
    }
}
