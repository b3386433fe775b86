//! Rows of a resource, reconciled by key.

use limosa_dom::ResourceView;
use limosa_reactive::{Effect, Memo, Owner, host, resource, signal};

type Bird = (u32, &'static str);

#[test]
fn a_row_stays_while_its_key_does_and_only_changed_rows_tell() {
    Owner::new_root().with(|| {
        let (birds, set_birds) = signal::<Vec<Bird>>(vec![(1, "ruff"), (2, "knot")]);
        let listing = resource(move || {
            let birds = birds.get();
            async move { Ok::<_, std::fmt::Error>(birds) }
        });
        let rows = listing.rows(Clone::clone, |bird| bird.0);
        assert!(rows().is_empty(), "nothing has come yet");
        host::run_until_stalled();
        let before: Vec<Memo<Bird>> = rows();
        let (told, set_told) = signal(Vec::new());
        for row in before.iter().copied() {
            Effect::new(move || set_told.update(|told| told.push(row.get().1)));
        }
        set_birds.set(vec![(2, "red knot"), (3, "dunlin"), (1, "ruff")]);
        host::run_until_stalled();
        let after = rows();
        assert_eq!((after[0], after[2]), (before[1], before[0]));
        assert_eq!(told.get(), ["ruff", "knot", "red knot"]);
        assert_eq!(after[1].get(), (3, "dunlin"));
    });
}
