// <button data-copy="AT-000012" hidden>: copies, and says so on the button itself.
const SHOWN = 2_000

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue
  const label = document.createElement("span")
  label.setAttribute("role", "status")
  button.after(label)
  label.className = "note"
  button.hidden = false
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    label.textContent = "Copied"
    setTimeout(() => (label.textContent = ""), SHOWN)
  })
}
