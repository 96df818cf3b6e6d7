// Loaded in the head, before the first paint, so that a chosen theme never flashes.
(() => {
  const root = document.documentElement
  const chosen = () => localStorage.getItem("theme") ?? "system"
  const apply = () => root.setAttribute("data-theme", chosen())

  apply()
  addEventListener("storage", apply)
  addEventListener("DOMContentLoaded", () => {
    for (const group of document.querySelectorAll("[data-appearance]")) {
      group.hidden = false
      group.querySelector(`[value="${CSS.escape(chosen())}"]`)?.click()
      group.addEventListener("change", ({ target }) => {
        localStorage.setItem("theme", target.value)
        apply()
      })
    }
  })
})()
