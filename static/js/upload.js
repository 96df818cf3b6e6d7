// Lets files be dropped on the box around a file field, and lists what was chosen.
const size = new Intl.NumberFormat("en", { maximumFractionDigits: 1 })

function inWords(bytes) {
  if (bytes < 1e3) return `${bytes} bytes`
  return bytes < 1e6 ? `${size.format(bytes / 1e3)} kB` : `${size.format(bytes / 1e6)} MB`
}

function row(file) {
  const [item, name, weight] = ["li", "span", "span"].map((tag) => document.createElement(tag))
  name.textContent = file.name
  weight.textContent = inWords(file.size)
  weight.className = "soft"
  item.append(name, weight)
  return item
}

const zoneOf = ({ target }) => target.closest?.("[data-dropzone]")

function refresh(zone) {
  const { files } = zone.querySelector("input[type=file]")
  zone.querySelector("[data-file-list]").replaceChildren(...[...files].map(row))
}

function take(zone, dropped) {
  const input = zone.querySelector("input[type=file]")
  const all = new DataTransfer()
  const chosen = input.multiple ? [...input.files, ...dropped] : [...dropped].slice(0, 1)
  for (const file of chosen) all.items.add(file)
  input.files = all.files
  refresh(zone)
}

document.addEventListener("change", (event) => {
  const zone = event.target.matches("input[type=file]") && zoneOf(event)
  if (zone) refresh(zone)
})

document.addEventListener("dragover", (event) => {
  const zone = zoneOf(event)
  if (!zone) return
  event.preventDefault()
  zone.classList.add("is-over")
})

document.addEventListener("dragleave", (event) => {
  const zone = zoneOf(event)
  if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("is-over")
})

document.addEventListener("drop", (event) => {
  const zone = zoneOf(event)
  if (!zone) return
  event.preventDefault()
  zone.classList.remove("is-over")
  take(zone, event.dataTransfer.files)
})
