// Suggests colleagues after an "@". The names stand on the page already, for those without this script.
const WORD = /(?<![\w@.])@([\w.+-]*)$/
const MOST = 6

function enhance(field) {
  const text = field.querySelector("textarea")
  const names = [...field.querySelectorAll("[data-colleague]")].map(({ dataset }) => dataset.colleague)
  const list = document.createElement("ul")
  const told = document.createElement("p")
  list.id = `${text.id}_names`
  list.className = "suggested-names"
  list.hidden = true
  list.setAttribute("role", "listbox")
  list.setAttribute("aria-label", "Colleagues")
  told.className = "visually-hidden"
  told.setAttribute("role", "status")
  text.after(list, told)
  text.setAttribute("aria-autocomplete", "list")
  text.setAttribute("aria-controls", list.id)

  const before = () => text.value.slice(0, text.selectionStart)
  const chosen = () => list.querySelector("[aria-selected=true]")

  function close() {
    list.hidden = true
    list.replaceChildren()
    text.removeAttribute("aria-activedescendant")
  }

  function choose(option) {
    for (const one of list.children) one.setAttribute("aria-selected", one === option)
    text.setAttribute("aria-activedescendant", option.id)
  }

  function suggest() {
    const typed = WORD.exec(before())?.[1].toLowerCase()
    const found = typed === undefined ? [] : names.filter((name) => name.toLowerCase().startsWith(typed)).slice(0, MOST)
    close()
    told.textContent = found.length ? `${found.length} to choose from: ${found.join(", ")}` : ""
    if (!found.length) return
    list.replaceChildren(...found.map(optionOf))
    list.hidden = false
    choose(list.firstElementChild)
  }

  function optionOf(name, place) {
    const option = document.createElement("li")
    option.id = `${list.id}_${place}`
    option.textContent = `@${name}`
    option.dataset.name = name
    option.setAttribute("role", "option")
    return option
  }

  function insert(option) {
    const end = text.selectionStart
    const start = end - WORD.exec(before())[0].length
    text.setRangeText(`@${option.dataset.name} `, start, end, "end")
    close()
    text.focus()
  }

  text.addEventListener("input", suggest)
  text.addEventListener("blur", () => setTimeout(close, 150))
  list.addEventListener("mousedown", (event) => event.preventDefault())
  list.addEventListener("click", ({ target }) => target.matches("li") && insert(target))
  text.addEventListener("keydown", (event) => {
    if (list.hidden) return
    const option = chosen()
    const moves = {
      ArrowDown: () => choose(option.nextElementSibling ?? list.firstElementChild),
      ArrowUp: () => choose(option.previousElementSibling ?? list.lastElementChild),
      Enter: () => insert(option),
      Tab: () => insert(option),
      Escape: close,
    }
    if (!Object.hasOwn(moves, event.key) || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    moves[event.key]()
  })
}

for (const field of document.querySelectorAll("[data-mentions]")) enhance(field)
