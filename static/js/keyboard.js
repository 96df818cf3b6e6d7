// A key presses the visible button that carries it: <button data-shortcut="y">Accept <kbd>y</kbd></button>.
const root = document.documentElement
const list = document.querySelector("[data-shortcut-list]")
const toggle = document.querySelector("[data-shortcut-switch]")
const isOn = () => root.dataset.keys !== "off" && localStorage.getItem("shortcuts") !== "off"

// Shortcuts of an open dialog hide those of the page behind it.
function live() {
  const scope = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document
  return [...scope.querySelectorAll("[data-shortcut]")].filter(
    (control) => !control.disabled && control.checkVisibility({ visibilityProperty: true }),
  )
}

// Of several that carry a key, that of a toolbar goes first: it came up for what is selected.
function pressedBy(key) {
  const found = live().filter(({ dataset }) => dataset.shortcut === key)
  return found.find((control) => control.closest("[role=toolbar]")) ?? found[0]
}

function nameOf(control) {
  const copy = control.cloneNode(true)
  for (const key of copy.querySelectorAll("kbd")) key.remove()
  return control.getAttribute("aria-label") ?? control.labels?.[0]?.textContent ?? copy.textContent
}

function press(control) {
  if (control.matches("select, textarea, input:not([type=checkbox], [type=radio])")) control.focus()
  else control.click()
}

function show(dialog) {
  const keys = new Set(live().map(({ dataset }) => dataset.shortcut))
  const rows = [...keys].map(pressedBy).flatMap((control) => {
    const [term, name, key] = ["dt", "dd", "kbd"].map((tag) => document.createElement(tag))
    key.textContent = control.dataset.shortcut
    name.textContent = nameOf(control).trim()
    term.append(key)
    return [term, name]
  })
  list.replaceChildren(...rows)
  dialog.showModal()
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.repeat) return
  const field = event.target.closest(
    "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]:not([contenteditable=false])",
  )
  if (field) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) field.form?.requestSubmit()
    if (event.key === "Escape") field.blur()
    return
  }
  if (!isOn() || event.ctrlKey || event.metaKey || event.altKey) return
  const control = pressedBy(event.key)
  if (!control) return
  event.preventDefault()
  press(control)
})

document.addEventListener("click", ({ target }) => {
  const opener = target.closest("[data-opens]")
  const dialog = opener && document.getElementById(opener.dataset.opens)
  if (dialog) dialog.contains(list) ? show(dialog) : dialog.showModal()
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(target)) menu.open = false
  }
})

document.addEventListener("keyup", ({ key }) => {
  const menu = key === "Escape" && document.querySelector("[data-menu][open]")
  if (!menu) return
  menu.open = false
  menu.querySelector("summary").focus()
})

function apply() {
  toggle.checked = isOn()
  root.dataset.shortcuts = isOn() ? "on" : "off"
}

toggle.addEventListener("change", () => {
  localStorage.setItem("shortcuts", toggle.checked ? "on" : "off")
  apply()
})
for (const opener of document.querySelectorAll("[data-opens]")) opener.hidden = false
apply()
