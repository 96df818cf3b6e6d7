// Words selected in the article fill a field of the form, or open the form with the field filled.
const ROWS = { count: "counts", speaker: "speakers" }
const GAP = 8
const form = document.querySelector("[data-claim-form]")
const bar = () => document.getElementById("selection")
const article = () => document.querySelector("[data-article]")
const points = (text) => [...text].length // the server counts code points
let stretch = null

function selected() {
  const root = article()
  const selection = getSelection()
  if (!root || !selection.rangeCount || selection.isCollapsed) return null
  const range = selection.getRangeAt(0).cloneRange()
  const whole = document.createRange()
  whole.selectNodeContents(root)
  if (!range.intersectsNode(root)) return null
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) < 0) range.setStart(root, 0)
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) > 0) range.setEnd(root, root.childNodes.length)
  const text = range.toString()
  const words = text.trim()
  if (!words) return null
  whole.setEnd(range.startContainer, range.startOffset)
  const start = points(whole.toString()) + points(text.slice(0, text.indexOf(words)))
  return { start, end: start + points(words), words, box: range.getBoundingClientRect() }
}

function place() {
  const tools = bar()
  if (!tools) return
  const found = selected()
  if (!found && tools.contains(document.activeElement)) return
  stretch = found
  tools.hidden = !stretch
  if (!stretch) return
  const { width, height } = tools.getBoundingClientRect()
  const above = stretch.box.top - height - GAP
  const top = above > GAP ? above : Math.min(stretch.box.bottom + GAP, innerHeight - height - GAP)
  const left = Math.min(Math.max(GAP, stretch.box.left), Math.max(GAP, innerWidth - width - GAP))
  tools.style.setProperty("top", `${top}px`)
  tools.style.setProperty("left", `${left}px`)
}

function use(field) {
  const { start, end, words } = selected() ?? stretch
  if (form && field === "quote") return quote(start, end, words)
  if (form) return fill(field, start, end)
  const { addUrl, correctUrl } = bar().dataset
  const url = new URL(field === "quote" ? addUrl : correctUrl, location.href)
  if (field !== "quote") url.searchParams.set("field", field)
  url.searchParams.set("start", start)
  url.searchParams.set("end", end)
  location.assign(url)
}

function quote(start, end, words) {
  form.elements.start.value = start
  form.elements.end.value = end
  form.querySelector("[data-quote]").textContent = words
  say("This is the sentence now.")
}

async function fill(field, start, end) {
  const query = new URLSearchParams({ field, start, end })
  const answer = await fetch(`${bar().dataset.readingUrl}?${query}`)
  if (!answer.ok) return say("These words could not be read. Type what they say.")
  const { values, said } = await answer.json()
  const detail = { kind: ROWS[field], values }
  if (detail.kind) document.dispatchEvent(new CustomEvent("claim:row", { detail }))
  else for (const [name, value] of Object.entries(values)) form.elements[name].value = value ?? ""
  document.dispatchEvent(new CustomEvent("claim:filled"))
  say(said)
}

function say(words) {
  form.querySelector("[data-said]").textContent = words
}

// Each field shows the words of the article on which it rests.
function showEvidence() {
  const letters = [...article().textContent]
  for (const shown of form.querySelectorAll("[data-evidence]")) {
    const [start, end] = shown.querySelector("input").value.split("-").map(Number)
    shown.querySelector("q").textContent = letters.slice(start, end || 0).join("")
    shown.querySelector("[data-forget]").hidden = false
    shown.hidden = !end
  }
}

function forget(shown) {
  shown.querySelector("input").value = ""
  showEvidence()
}

// Without a mouse: the arrows go from word to word, and with Shift they select more.
function step(event) {
  const root = article()
  const column = event.target.closest("[data-scroll]")
  if (!root || !column?.contains(root) || event.target !== column) return
  const selection = getSelection()
  if (event.key === "Escape" && stretch) return selection.removeAllRanges()
  const side = { ArrowRight: "forward", ArrowLeft: "backward" }[event.key]
  const line = { ArrowDown: "forward", ArrowUp: "backward" }[event.key]
  if (event.altKey || event.metaKey || !(side || (line && event.shiftKey))) return
  event.preventDefault()
  if (!selection.rangeCount || !root.contains(selection.anchorNode)) {
    selection.collapse(root.querySelector("[data-active]") ?? root, 0)
  }
  if (event.shiftKey) {
    const unit = line ? "line" : event.ctrlKey ? "word" : "character"
    selection.modify("extend", side ?? line, unit)
  } else {
    if (side === "forward") selection.collapseToEnd()
    else selection.collapseToStart()
    selection.modify("extend", side, "word")
    if (!selection.toString().trim()) selection.modify("extend", side, "word")
  }
  const box = selection.getRangeAt(0).getBoundingClientRect()
  const frame = column.getBoundingClientRect()
  if (box.bottom > frame.bottom || box.top < frame.top) {
    column.scrollTop += box.top - frame.top - column.clientHeight / 3
  }
}

document.addEventListener("selectionchange", () => requestAnimationFrame(place))
document.addEventListener("keydown", step)
document.addEventListener("scroll", place, { capture: true, passive: true })
document.addEventListener("pointerdown", (event) => {
  if (bar()?.contains(event.target)) event.preventDefault() // the selection stays
})
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-fill]")
  if (button && stretch) use(button.dataset.fill)
  const drop = target.closest("[data-forget]")
  if (drop) forget(drop.closest("[data-evidence]"))
})
if (form) {
  document.addEventListener("claim:filled", showEvidence)
  showEvidence()
}
