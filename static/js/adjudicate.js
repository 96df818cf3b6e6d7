// The keys a and b belong to the first field that is not chosen yet, or to the last one.
const rows = [...document.querySelectorAll("[data-choice]")]

function moveOn() {
  const open = rows.find((row) => !row.querySelector(":checked")) ?? rows.at(-1)
  for (const row of rows) {
    row.classList.toggle("is-next", row === open)
    for (const radio of row.querySelectorAll("input")) {
      if (row === open) radio.dataset.shortcut = radio.value
      else delete radio.dataset.shortcut
    }
  }
}

document.addEventListener("change", ({ target }) => {
  if (target.closest("[data-choice]")) moveOn()
})
if (rows.length) moveOn()
