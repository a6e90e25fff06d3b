// The light-or-dark switch without leaving the page: the sound that plays goes on.

for (const form of document.querySelectorAll("[data-theme-switch]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    const body = new FormData(form);
    body.set("theme", button.value);
    const answer = await fetch(form.action, { method: "POST", body, redirect: "follow" });
    if (!answer.ok) return form.submit();
    document.documentElement.dataset.theme = button.value;
    // Words and drawing of the switch come from the page as the server now writes it.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-theme-switch] button");
    if (fresh) button.replaceWith(fresh);
    document.dispatchEvent(new CustomEvent("theme"));
  });
}
