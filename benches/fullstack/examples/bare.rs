//! What the app is held against: axum handlers that write the same pages by hand, and answer a rename with both queries.
//! Listens on the port that `PORT` names, or 3001. `client.js` beside it does a rename in one request.

use std::error::Error;
use std::fmt::Write;

use axum::Router;
use axum::extract::{Json, Path};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use fullstack::db::{all, change, index};
use fullstack::{Product, Review};
use serde::{Deserialize, Serialize};

const HEAD: &str = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Shop</title></head><body><main>";
const SCRIPT: &str = include_str!("client.js");

#[derive(Deserialize)]
struct Rename {
    name: String,
}

#[derive(Serialize)]
struct Fresh<'a> {
    product: &'a Product,
    reviews: &'a [Review],
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let script = || async { ([(CONTENT_TYPE, "text/javascript")], SCRIPT) };
    let app = Router::new()
        .route("/products", get(list))
        .route("/products/{id}", get(detail))
        .route("/client.js", get(script))
        .route("/api/products/{id}/rename-fresh", post(rename));
    let port = std::env::var("PORT").unwrap_or_else(|_| "3001".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    Ok(axum::serve(listener, app).await?)
}

async fn list() -> Html<String> {
    let mut html = String::with_capacity(12 * 1024);
    html.push_str(HEAD);
    html.push_str("<h1>Products</h1><ul id=\"list\">");
    for shelf in all().iter() {
        let product = &shelf.product;
        let _ = write!(
            html,
            "<li class=\"row\"><a href=\"/products/{}\">",
            product.id
        );
        escape(&mut html, &product.name);
        html.push_str("</a> <span class=\"price\">");
        push_price(&mut html, product.price);
        html.push_str("</span></li>");
    }
    html.push_str("</ul></main></body></html>");
    Html(html)
}

async fn detail(Path(id): Path<u32>) -> Response {
    let shelves = all();
    let Some(shelf) = shelves.get(index(id)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut html = String::with_capacity(8 * 1024);
    html.push_str(HEAD);
    html.push_str("<a id=\"back\" href=\"/products\">All products</a><h1 id=\"name\">");
    escape(&mut html, &shelf.product.name);
    html.push_str("</h1><p class=\"price\">");
    push_price(&mut html, shelf.product.price);
    html.push_str("</p><p>");
    escape(&mut html, &shelf.product.description);
    html.push_str("</p>");
    push_forms(&mut html, id);
    let count = shelf.reviews.len();
    let _ = write!(
        html,
        "<h2>Reviews (<span id=\"count\">{count}</span>)</h2><ul id=\"reviews\">"
    );
    for review in &shelf.reviews {
        html.push_str("<li><b>");
        escape(&mut html, &review.author);
        let _ = write!(html, "</b> <i>{}/5</i> <span>", review.rating);
        escape(&mut html, &review.text);
        html.push_str("</span></li>");
    }
    html.push_str("</ul></main><script type=\"module\" src=\"/client.js\"></script></body></html>");
    Html(html).into_response()
}

async fn rename(Path(id): Path<u32>, Json(form): Json<Rename>) -> Response {
    if let Some(shelf) = change().get_mut(index(id)) {
        shelf.product.name = form.name;
    }
    match all().get(index(id)) {
        Some(shelf) => Json(Fresh {
            product: &shelf.product,
            reviews: &shelf.reviews,
        })
        .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn push_forms(html: &mut String, id: u32) {
    for (form, inputs, label) in [
        ("rename", "<input name=\"name\">", "Rename"),
        ("renamelist", "<input name=\"name\">", "Rename and list"),
        (
            "review",
            "<input name=\"author\"><input name=\"text\">",
            "Add review",
        ),
        ("fail", "", "Fail"),
    ] {
        let _ = write!(
            html,
            "<form id=\"{form}\" method=\"post\" action=\"/products/{id}/{form}\">{inputs}<button>{label}</button></form>"
        );
    }
}

fn push_price(html: &mut String, cents: u32) {
    let _ = write!(html, "${}.{:02}", cents / 100, cents % 100);
}

fn escape(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}
