//! Data blocks are read as the server packs them.

use serde::Deserialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(module = "/src/side/packed.js")]
extern "C" {
    #[wasm_bindgen(js_name = unpackLines)]
    fn unpack_lines(lines: &str, texts: Vec<String>) -> Vec<String>;
}

/// Written by the server's tests: the texts of a page, the line of a data block, the JSON it stands for.
#[derive(Deserialize)]
struct Sample {
    texts: Vec<String>,
    line: String,
    json: String,
}

fn samples() -> Vec<Sample> {
    serde_json::from_str(include_str!("../packed.json")).unwrap()
}

#[wasm_bindgen_test]
fn what_the_server_packs_reads_as_a_line_of_a_stream() {
    let samples = samples();
    assert!(samples.len() > 5);
    for sample in samples {
        let key = serde_json::to_string("id[\"<\\\"]").unwrap();
        let wanted = format!(
            r#"{{"query":{{"key":{key},"tag":"tag","stamp":"boot.7","value":{}}}}}"#,
            sample.json
        );
        assert_eq!(unpack_lines(&sample.line, sample.texts), [wanted]);
    }
}

#[wasm_bindgen_test]
fn lines_of_a_page_count_its_texts_on_and_json_stays_as_it_is() {
    // The last of its texts is said in the line itself.
    let sample = samples().swap_remove(0);
    let shown = &sample.texts[..sample.texts.len() - 1];
    let twice: Vec<String> = [shown, shown].concat();
    let lines = format!("{{\"query\":1}}\n{0}\n\n{0}", sample.line);
    let read = unpack_lines(&lines, twice);
    assert_eq!((read.len(), read[0].as_str()), (3, "{\"query\":1}"));
    assert_eq!(read[1], read[2]);
}

#[wasm_bindgen_test]
fn what_does_not_fit_the_page_or_is_cut_is_left_out() {
    for Sample { texts, line, .. } in samples() {
        let (cut_short, _) = line.rsplit_once('\t').unwrap();
        assert!(unpack_lines(&format!("{cut_short}\t1"), texts.clone()).is_empty());
        if !line.ends_with("\t0") {
            assert!(unpack_lines(&line, Vec::new()).is_empty());
            let other = texts.iter().map(|text| format!("{text}.")).collect();
            assert!(unpack_lines(&line, other).is_empty());
        }
        for (end, _) in line.char_indices() {
            assert!(
                unpack_lines(&line[..end], texts.clone()).is_empty(),
                "{}",
                &line[..end]
            );
        }
    }
}
