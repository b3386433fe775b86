//! The tables and what is in them at first.

use rusqlite::{Connection, params};

const TABLES: &str = "
    DROP TABLE IF EXISTS cart;
    DROP TABLE IF EXISTS review;
    DROP TABLE IF EXISTS product;
    DROP TABLE IF EXISTS user;
    DROP TABLE IF EXISTS likes;
    -- The number of a deleted product is never given to another.
    CREATE TABLE product (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        price INTEGER NOT NULL,
        stock INTEGER NOT NULL,
        description TEXT NOT NULL,
        draft TEXT,
        photo_type TEXT,
        photo BLOB
    );
    CREATE TABLE review (
        id INTEGER PRIMARY KEY,
        product INTEGER NOT NULL REFERENCES product ON DELETE CASCADE,
        author TEXT NOT NULL,
        text TEXT NOT NULL,
        stars INTEGER NOT NULL
    );
    CREATE INDEX review_product ON review (product);
    CREATE TABLE cart (
        cart TEXT NOT NULL,
        product INTEGER NOT NULL REFERENCES product ON DELETE CASCADE,
        quantity INTEGER NOT NULL,
        PRIMARY KEY (cart, product)
    );
    CREATE TABLE user (name TEXT PRIMARY KEY, password TEXT NOT NULL);
    CREATE TABLE likes (count INTEGER NOT NULL);
    INSERT INTO likes VALUES (0);
";

/// Users with the Argon2id hashes of `ada-password` and `admin-password`; a fresh hash would slow every start.
const USERS: [(&str, &str); 2] = [
    (
        "ada",
        "$argon2id$v=19$m=19456,t=2,p=1$lYH/Dn7j/fquP9rXBJjVgQ$yNfXZ6vzWF4FmoPOpGRIQ7mC7V6/j4Ie6a/HxHwFY40",
    ),
    (
        "admin",
        "$argon2id$v=19$m=19456,t=2,p=1$rgldIxCX+Lb5H0cJtf9wbw$wCVa6UICHgCI7PoIncvxq0/Z4vr/fbgBhPsh2fyOAe0",
    ),
];

const PRODUCTS: u32 = 100;
const REVIEWS: u32 = 20;

/// Whether the tables are there.
pub(super) fn is_filled(connection: &Connection) -> rusqlite::Result<bool> {
    connection.table_exists(None, "likes")
}

/// Makes the tables anew and fills them, all or nothing.
pub(super) fn fill(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    fill_products(&transaction)?;
    for (name, password) in USERS {
        transaction.execute(
            "INSERT INTO user (name, password) VALUES (?1, ?2)",
            params![name, password],
        )?;
    }
    transaction.commit()
}

fn fill_products(connection: &Connection) -> rusqlite::Result<()> {
    let mut product = connection
        .prepare("INSERT INTO product (id, name, price, stock, description) VALUES (?1, 'Product ' || ?1, 100 * ?1, 10, ?2)")?;
    let mut review = connection
        .prepare("INSERT INTO review (product, author, text, stars) VALUES (?1, ?2, ?3, ?4)")?;
    for id in 1..=PRODUCTS {
        product.execute(params![
            id,
            format!("Product {id} does what it should and looks good on a shelf.")
        ])?;
        for number in 1..=REVIEWS {
            let author = AUTHORS[((id + number) % 8) as usize];
            let text = OPINIONS[((id + number) % 5) as usize];
            review.execute(params![
                id,
                author,
                format!("{text} ({number})"),
                1 + (id + number) % 5
            ])?;
        }
    }
    Ok(())
}

const AUTHORS: [&str; 8] = [
    "Grace", "Edsger", "Barbara", "Donald", "Frances", "Tony", "Radia", "Niklaus",
];

/// Fitting 1 to 5 stars.
const OPINIONS: [&str; 5] = [
    "It broke on the second day.",
    "Not what I had hoped for.",
    "It does its work.",
    "I would buy it again.",
    "I have never had a better one.",
];
