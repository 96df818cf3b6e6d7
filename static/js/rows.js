// Rows of numbers and speakers: added, emptied, and each number said in words as it is typed.
const TOLD = {
  exact: (low, high) => (low || high) && `exactly ${low || high}`,
  at_least: (low) => low && `${low} or more, with no upper bound`,
  at_most: (low, high) => high && `${high} or fewer, with no lower bound (not 0)`,
  about: (low, high) => low && (high && high !== low ? `about ${low} to ${high}` : `about ${low}`),
  vague: (low, high) => low && (high ? `${low} to ${high}` : `${low} or more`),
}

const grouped = (value) => (value === "" ? "" : Number(value).toLocaleString("en-GB"))
const named = (row, name) => row.querySelector(`[name$="-${name}"]`)
const isEmpty = (row) =>
  [...row.querySelectorAll("input:not([type=checkbox])")].every(({ value }) => value === "")

function tell(row) {
  const says = row.querySelector("[data-says]")
  if (!says) return
  const words = TOLD[named(row, "qualifier").value]?.(
    grouped(named(row, "lower").value),
    grouped(named(row, "upper").value),
  )
  says.textContent = words ? `This means ${words}.` : ""
}

function add(rows) {
  const total = rows.querySelector("[name$=-TOTAL_FORMS]")
  const fresh = rows.querySelector("template").content.cloneNode(true).querySelector("[data-row]")
  for (const part of fresh.querySelectorAll("*")) {
    for (const { name, value } of part.attributes) {
      if (value.includes("__prefix__")) part.setAttribute(name, value.replaceAll("__prefix__", total.value))
    }
  }
  total.value = Number(total.value) + 1
  rows.querySelector("template").before(fresh)
  prepare(fresh)
  return fresh
}

function empty(row) {
  for (const field of row.querySelectorAll("input")) {
    if (field.type === "checkbox") field.checked = false
    else field.value = ""
  }
  row.hidden = true
  row.closest("[data-rows]").querySelector("[data-add]").focus()
}

function prepare(row) {
  for (const button of row.querySelectorAll("[data-remove], [data-forget]")) button.hidden = false
  tell(row)
}

// What the words of a number mean is worked out on the server, by the rules of the machine.
async function read(row) {
  const says = row.querySelector("[data-says]")
  const words = named(row, "words").value.trim()
  const url = document.getElementById("selection").dataset.readingUrl
  if (!words) return tell(row)
  const answer = await fetch(`${url}?${new URLSearchParams({ field: "count", words })}`)
  if (!answer.ok || named(row, "words").value.trim() !== words) return
  const { values, said } = await answer.json()
  for (const [name, value] of Object.entries(values)) named(row, name).value = value ?? ""
  says.textContent = said
  if (Object.keys(values).length) tell(row)
}

for (const rows of document.querySelectorAll("[data-rows]")) {
  for (const row of rows.querySelectorAll("[data-row]")) prepare(row)
  rows.querySelector("[data-add]").hidden = false
  rows.querySelector("[data-add]").addEventListener("click", () => {
    add(rows).querySelector("input, select").focus()
  })
  rows.addEventListener("click", ({ target }) => {
    if (target.closest("[data-remove]")) empty(target.closest("[data-row]"))
  })
  rows.addEventListener("input", ({ target }) => {
    const row = target.closest("[data-row]")
    if (target.name?.endsWith("-words")) read(row)
    else if (row) tell(row)
  })
}

// Selected words go into the first row that is free.
document.addEventListener("claim:row", ({ detail: { kind, values } }) => {
  const rows = document.querySelector(`[data-rows="${kind}"]`)
  const row = [...rows.querySelectorAll("[data-row]")].find((one) => !one.hidden && isEmpty(one)) ?? add(rows)
  for (const [name, value] of Object.entries(values)) named(row, name).value = value ?? ""
  tell(row)
  row.dispatchEvent(new CustomEvent("claim:filled", { bubbles: true }))
})
