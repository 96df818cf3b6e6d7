// The place of a claim: a name by typeahead, a pin with its circle, and the days in words.
const fields = document.querySelector("[data-place-fields]")
const form = fields.form ?? fields.closest("form")
const named = (name) => form.elements[name]
const input = named("place_name")
const list = document.getElementById("places")
const map = fields.querySelector("[data-map]")
const COLUMNS = ["place_admin1", "place_country", "place_latitude", "place_longitude", "place_gazetteer_id"]
const WAIT = 120
const FEWEST = 2
let asked = ""
let timer

const options = () => [...list.querySelectorAll("[role=option]")]
const active = () => list.querySelector("[aria-selected=true]")

function search(words) {
  const query = new URLSearchParams({ q: words, document: fields.dataset.document })
  return `${fields.dataset.placesUrl}?${query}`
}

async function suggest() {
  const words = input.value.trim()
  if (words.length < FEWEST) return close()
  asked = words
  const answer = await fetch(search(words), { headers: { Accept: "text/html" } })
  if (!answer.ok || asked !== words || document.activeElement !== input) return
  const lines = new DOMParser().parseFromString(await answer.text(), "text/html")
  list.replaceChildren(...lines.body.children)
  const region = [named("place_admin1").value, named("place_country").value].filter(Boolean).join(", ")
  const within = list.querySelector("[data-region]")
  if (within && region) within.textContent = `, in ${region}`
  list.hidden = false
  input.setAttribute("aria-expanded", "true")
}

function close() {
  asked = ""
  list.hidden = true
  input.setAttribute("aria-expanded", "false")
  input.removeAttribute("aria-activedescendant")
}

function highlight(option) {
  active()?.setAttribute("aria-selected", "false")
  option.setAttribute("aria-selected", "true")
  input.setAttribute("aria-activedescendant", option.id)
  option.scrollIntoView({ block: "nearest" })
}

async function choose(option) {
  close()
  if ("keep" in option.dataset) await keep()
  else for (const [name, value] of Object.entries(option.dataset)) named(name).value = value
  named("place_as_shown").value = "on"
  show()
}

// A name that no list has stays as the article writes it, in the middle of its region.
async function keep() {
  const [region, country] = [named("place_admin1").value, named("place_country").value]
  for (const name of COLUMNS.slice(2)) named(name).value = ""
  if (!region) return
  const answer = await fetch(search(region), { headers: { Accept: "application/json" } })
  const { places } = answer.ok ? await answer.json() : { places: [] }
  const found = places.find((one) => one.precision === "region" && one.country === country)
  if (!found) return
  named("place_latitude").value = found.latitude
  named("place_longitude").value = found.longitude
}

function show() {
  const [latitude, longitude] = [named("place_latitude").value, named("place_longitude").value]
  const detail = { latitude, longitude, precision: named("place_precision").value }
  map.dispatchEvent(new CustomEvent("map:show", { detail }))
  const id = named("place_gazetteer_id").value
  fields.querySelector("[data-gazetteer]").textContent = id
    ? `GeoNames ${id}`
    : input.value.trim() && "As written: not tied to the gazetteer."
}

input.setAttribute("role", "combobox")
input.setAttribute("aria-autocomplete", "list")
input.setAttribute("aria-controls", list.id)
input.setAttribute("aria-expanded", "false")
input.autocomplete = "off"

input.addEventListener("input", () => {
  clearTimeout(timer)
  timer = setTimeout(suggest, WAIT)
})

input.addEventListener("keydown", (event) => {
  if (list.hidden) return
  const all = options()
  const at = all.indexOf(active())
  if (event.key === "ArrowDown") highlight(all[(at + 1) % all.length])
  else if (event.key === "ArrowUp") highlight(all.at(at <= 0 ? -1 : at - 1))
  else if (event.key === "Enter" && active()) choose(active())
  else if (event.key === "Escape") close()
  else return
  event.preventDefault()
  event.stopPropagation()
})

input.addEventListener("blur", close)
list.addEventListener("pointerdown", (event) => event.preventDefault())
list.addEventListener("click", ({ target }) => {
  const option = target.closest("[role=option]")
  if (option) choose(option)
})

for (const name of ["place_latitude", "place_longitude", "place_precision"]) {
  named(name).addEventListener("change", show)
}

map.addEventListener("map:chosen", ({ detail }) => {
  named("place_latitude").value = detail.latitude
  named("place_longitude").value = detail.longitude
  show()
})

// Days in words are worked out against the published date, by the rules of the machine.
const says = form.querySelector("[data-date-says]")
named("date_words").addEventListener("input", async ({ target }) => {
  const words = target.value.trim()
  says.textContent = ""
  if (!words) return
  const url = document.getElementById("selection").dataset.readingUrl
  const answer = await fetch(`${url}?${new URLSearchParams({ field: "date", words })}`)
  if (!answer.ok || target.value.trim() !== words) return
  const { values, said } = await answer.json()
  for (const [name, value] of Object.entries(values)) named(name).value = value
  says.textContent = said
})

document.addEventListener("claim:filled", show)
for (const part of form.ownerDocument.querySelectorAll("[data-scripted]")) part.hidden = false
show()
