// Rows that are ticked: how many, all at once, and with Shift all between two of them.
const form = document.querySelector("[data-ticks]")
const boxes = form ? [...form.querySelectorAll("tbody .tick input")] : []
const all = form?.querySelector("[data-tick-all]")
let last = null

function tell() {
  const ticked = boxes.filter(({ checked }) => checked).length
  const number = form.querySelector("[data-ticked]")
  number.textContent = ticked
  number.hidden = !ticked
  all.querySelector("input").checked = ticked === boxes.length
  all.querySelector("input").indeterminate = ticked > 0 && ticked < boxes.length
  for (const box of boxes) box.closest("tr").classList.toggle("is-selected", box.checked)
}

function between(one, other) {
  const [from, to] = [boxes.indexOf(one), boxes.indexOf(other)].sort((a, b) => a - b)
  return boxes.slice(from, to + 1)
}

if (form) {
  form.addEventListener("click", (event) => {
    const box = event.target
    if (!boxes.includes(box)) return
    if (event.shiftKey && last) for (const one of between(last, box)) one.checked = box.checked
    last = box
  })
  form.addEventListener("change", ({ target }) => {
    if (all.contains(target)) for (const box of boxes) box.checked = target.checked
    tell()
  })
  addEventListener("pageshow", tell) // the browser ticks again what was ticked before
  all.hidden = false
  for (const hint of form.querySelectorAll("[data-scripted]")) hint.hidden = false
  tell()
}
