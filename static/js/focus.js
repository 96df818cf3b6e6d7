// Keeps the active evidence in view and the keyboard where the work is.
const calm = matchMedia("(prefers-reduced-motion: reduce)")

// Scrolls the column only; scrollIntoView would move the whole page as well.
function reveal(mark, behavior = "auto") {
  const column = mark.closest("[data-scroll]")
  if (!column) return
  const offset = mark.getBoundingClientRect().top - column.getBoundingClientRect().top
  column.scrollTo({
    top: column.scrollTop + offset - column.clientHeight / 3,
    behavior,
  })
}

function revealActive() {
  for (const column of document.querySelectorAll("[data-scroll]")) {
    const mark = column.querySelector("[data-active]")
    if (mark) reveal(mark)
  }
}

document.addEventListener("htmx:afterSettle", ({ target }) => {
  revealActive()
  if (document.activeElement !== document.body) return
  const next = target.querySelector("[autofocus], [data-focus]")
  next?.focus({ preventScroll: true })
})

// A field of the card points at its span: <a href="#span-7" data-shows> or any element inside it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-shows]")
  const mark = link && document.querySelector(link.hash)
  if (!mark) return
  event.preventDefault()
  for (const hot of document.querySelectorAll(".is-hot")) hot.classList.remove("is-hot")
  mark.classList.add("is-hot")
  reveal(mark, calm.matches ? "auto" : "smooth")
})

revealActive()
