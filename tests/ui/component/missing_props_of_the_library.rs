use limosa::prelude::*;

fn main() {
    _ = view! { <Show>"x"</Show> };
    _ = view! { <Show when=|| true /> };
    _ = view! { <For each=|| 1..3 let:item>{item}</For> };
    _ = view! { <Index let:item>{item.get()}</Index> };
    _ = view! { <Portal /> };
    _ = view! { <Dynamic>"x"</Dynamic> };
    _ = view! { <Suspense fallback=|| "…" /> };
    _ = view! { <ErrorBoundary>"x"</ErrorBoundary> };
    _ = view! { <Title /> };
    _ = view! { <Meta content="x" /> };
    _ = view! { <Link href="/a.css" /> };
    _ = view! { <Style media="print" /> };
    _ = view! { <A>"Home"</A> };
}
