//! Cells, medians and tables in Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Samples by row and core.
#[derive(Default)]
pub(crate) struct Samples(BTreeMap<(String, String), Vec<f64>>);

/// Columns that are bounds and no cores.
const BOUNDS: [&str; 2] = ["hand", "sched"];

impl Samples {
    pub(crate) fn add(&mut self, row: &str, core: &str, taken: f64) {
        let key = (row.to_owned(), core.to_owned());
        self.0.entry(key).or_default().push(taken);
    }

    fn median(&self, row: &str, core: &str) -> Option<f64> {
        let mut taken = self.0.get(&(row.to_owned(), core.to_owned()))?.clone();
        taken.sort_by(f64::total_cmp);
        taken.get(taken.len() / 2).copied()
    }

    /// Milliseconds and ratios to the first core; below, the geometric mean of the ratios.
    pub(crate) fn table(&self, rows: &[&str], cores: &[&str]) -> String {
        let mut text = format!(
            "| row | {} |\n|---|{}\n",
            cores.join(" | "),
            "---:|".repeat(cores.len())
        );
        for row in rows {
            let own = self.median(row, cores[0]);
            let cell = |core: &&str| match (self.median(row, core), own) {
                (Some(taken), Some(own)) => format!("{taken:.2} ({:.2})", taken / own),
                (Some(taken), None) => format!("{taken:.2}"),
                _ => String::from("-"),
            };
            let cells: Vec<String> = cores.iter().map(cell).collect();
            writeln!(text, "| {row} | {} |", cells.join(" | ")).expect("a string takes everything");
        }
        let means: Vec<String> = cores
            .iter()
            .map(|core| self.mean(rows, core, cores[0]))
            .collect();
        writeln!(
            text,
            "| **geometric mean** (rows) | {} |",
            means.join(" | ")
        )
        .expect("a string takes everything");
        text
    }

    fn mean(&self, rows: &[&str], core: &str, own: &str) -> String {
        let ratios: Vec<f64> = rows
            .iter()
            .filter_map(|row| Some(self.median(row, core)? / self.median(row, own)?))
            .collect();
        let count = ratios.len();
        let mean = ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / count.max(1) as f64;
        format!("{:.2} ({count})", mean.exp())
    }

    /// The rows on which another core took less time.
    pub(crate) fn faster(&self, rows: &[&str], cores: &[&str]) -> String {
        let mut found = Vec::new();
        for row in rows {
            for core in cores.iter().skip(1).filter(|core| !BOUNDS.contains(core)) {
                if let (Some(taken), Some(own)) =
                    (self.median(row, core), self.median(row, cores[0]))
                    && taken < own
                {
                    found.push(format!("{row} ({core}: {:.2})", taken / own));
                }
            }
        }
        match found.as_slice() {
            [] => String::from("No other core is faster on any row.\n"),
            _ => format!("Faster than Limosa on single rows: {}.\n", found.join(", ")),
        }
    }

    /// Limosa relative to a bound, row by row.
    pub(crate) fn relative(&self, rows: &[&str], own: &str, bound: &str) -> String {
        let ratios = rows.iter().filter_map(|row| {
            let ratio = self.median(row, own)? / self.median(row, bound)?;
            Some(format!("{row} {ratio:.1}"))
        });
        format!(
            "Relative to `{bound}`: {}.\n",
            ratios.collect::<Vec<_>>().join(", ")
        )
    }
}
