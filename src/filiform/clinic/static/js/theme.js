// Chooses light or dark before the first paint and remembers the reader's own choice.
(() => {
  const key = "filiform-theme";
  const root = document.documentElement;
  const kept = localStorage.getItem(key);
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-toggle-theme]");
    if (!button) return;
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = root.dataset.theme ?? (dark ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    localStorage.setItem(key, root.dataset.theme);
  });
})();
