// A rename in one request, by hand.
const product = location.pathname.split("/").pop();
document.getElementById("rename").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await fetch(`/api/products/${product}/rename-fresh`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(Object.fromEntries(new FormData(event.target))),
  });
  const fresh = await answer.json();
  document.getElementById("name").textContent = fresh.product.name;
  document.getElementById("count").textContent = fresh.reviews.length;
});
performance.mark("hydrated");
