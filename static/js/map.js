// Draws places over Natural Earth borders. No tiles: no stranger learns where analysts look.
// A circle says how far off the place may be; a dot would claim what nobody knows.
const RADIUS = { site: 300, settlement: 3_000, district: 15_000, region: 60_000, country: 250_000 }
const WEST_EDGE = -169
const SHEET = [
  [-58, WEST_EDGE],
  [78, WEST_EDGE + 360],
]
const ANTARCTICA = "010"
const borders = new Map()
const drawn = new Map()

// Fetched once for each page, however many maps stand on it.
function bordersFrom(url) {
  if (!borders.has(url)) borders.set(url, fetch(url).then((answer) => answer.json()))
  return borders.get(url)
}

// A canvas needs a plain colour, and a custom property may still hold light-dark().
function tone(box, name) {
  const probe = box.appendChild(document.createElement("i"))
  probe.style.color = `var(${name})`
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

async function drawBorders(map, box) {
  const world = await bordersFrom(box.dataset.bordersUrl)
  const countries = topojson.feature(world, world.objects.countries).features.filter(isDrawn)
  const style = {
    fillColor: tone(box, "--map-land"),
    fillOpacity: 1,
    color: tone(box, "--map-border"),
    weight: 0.8,
  }
  L.geoJSON(countries.map(unrolled), { interactive: false, style, renderer: L.canvas({ pane: "borders" }) }).addTo(map)
}

const isDrawn = ({ id }) => id !== ANTARCTICA

// The sheet is cut in the Bering Strait, so that no country lies on both of its edges.
const east = (longitude) => (longitude < WEST_EDGE ? longitude + 360 : longitude)

function unrolled({ geometry, ...country }) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates
  const coordinates = polygons.map((rings) => rings.map(unrolledRing))
  return { ...country, geometry: { type: "MultiPolygon", coordinates } }
}

function unrolledRing(ring) {
  let last = ring[0][0]
  const line = ring.map(([longitude, latitude]) => {
    last = longitude + 360 * Math.round((last - longitude) / 360)
    return [last, latitude]
  })
  const farthest = Math.max(...line.map(([longitude]) => longitude))
  const turn = east(farthest) - farthest
  return line.map(([longitude, latitude]) => [longitude + turn, latitude])
}

async function drawPlaces(map, box) {
  const places = box.dataset.featuresUrl ? await fetchPlaces(box.dataset.featuresUrl) : placeOf(box)
  const tones = { candidate: tone(box, "--map-open"), judged: tone(box, "--map-judged") }
  if ("choose" in box.dataset) return letChoose(map, box, tones)
  const layer = L.geoJSON(places, {
    coordsToLatLng: ([longitude, latitude]) => L.latLng(latitude, east(longitude)),
    pointToLayer: ({ properties }, at) => mark(properties, at, tones),
  })
  layer.addTo(map)
  if (!places.features.length) return
  if (box.dataset.latitude) await showOne(map, box, layer)
  else map.fitBounds(layer.getBounds().pad(0.4), { maxZoom: 9, animate: false })
}

// One place: near enough to see how far off it may be, with its country in a corner for orientation.
async function showOne(map, box, layer) {
  map.fitBounds(layer.getBounds().pad(0.6), { maxZoom: 13, animate: false })
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map)
  const corner = L.control({ position: "topright" })
  corner.onAdd = () => L.DomUtil.create("div", "map-locator")
  corner.addTo(map)
  const frame = corner.getContainer()
  frame.setAttribute("aria-hidden", "true")
  const still = { zoomControl: false, attributionControl: false, dragging: false, keyboard: false, scrollWheelZoom: false }
  const overview = L.map(frame, { ...still, doubleClickZoom: false, touchZoom: false, boxZoom: false, tap: false })
  overview.createPane("borders").style.zIndex = 200
  overview.setView(layer.getBounds().getCenter(), 3)
  L.circleMarker(layer.getBounds().getCenter(), {
    radius: 4,
    color: tone(box, "--map-judged"),
    weight: 2,
    fillOpacity: 0.75,
    interactive: false,
  }).addTo(overview)
  map.on("unload", () => overview.remove())
  await drawBorders(overview, box)
}

// A place to be chosen: the pin can be dragged, a click puts it there, and "map:show" moves it.
// The fields of the form do the same without a mouse.
function letChoose(map, box, tones) {
  const layer = L.layerGroup().addTo(map)
  const gone = new AbortController()
  const chosen = ({ lat, lng }) => {
    const longitude = lng > 180 ? lng - 360 : lng
    const detail = { latitude: lat.toFixed(4), longitude: longitude.toFixed(4) }
    box.dispatchEvent(new CustomEvent("map:chosen", { detail }))
  }
  const show = () => {
    layer.clearLayers()
    for (const { geometry, properties } of placeOf(box).features) {
      const [longitude, latitude] = geometry.coordinates
      const at = L.latLng(latitude, east(longitude))
      const circle = mark(properties, at, tones).addTo(layer)
      const icon = L.divIcon({ className: "map-pin", iconSize: [22, 22] })
      const pin = L.marker(at, { icon, draggable: true, keyboard: false, title: "Drag to where it happened" })
      pin.on("dragend", () => chosen(pin.getLatLng())).addTo(layer)
      map.fitBounds(circle.getBounds().pad(0.6), { maxZoom: 11, animate: false })
    }
  }
  const listen = { signal: gone.signal }
  box.addEventListener("map:show", ({ detail }) => show(Object.assign(box.dataset, detail)), listen)
  map.on("click", ({ latlng }) => chosen(latlng))
  map.on("unload", () => gone.abort())
  show()
}

async function fetchPlaces(url) {
  const answer = await fetch(url)
  return answer.json()
}

function placeOf({ dataset }) {
  if (!dataset.latitude) return { type: "FeatureCollection", features: [] }
  const coordinates = [Number(dataset.longitude), Number(dataset.latitude)]
  return {
    type: "FeatureCollection",
    features: [
      { type: "Feature", geometry: { type: "Point", coordinates }, properties: { precision: dataset.precision } },
    ],
  }
}

function mark({ title, status, precision, url }, at, tones) {
  const isOpen = status === "candidate"
  const color = isOpen ? tones.candidate : tones.judged
  const area = L.circle(at, { radius: RADIUS[precision] ?? RADIUS.region, color, weight: 1, fillOpacity: 0.12 })
  const centre = L.circleMarker(at, {
    radius: 4,
    color,
    weight: 2,
    dashArray: isOpen ? "3 3" : null,
    fillOpacity: isOpen ? 0.2 : 0.75,
  })
  if (title) centre.bindTooltip(title)
  if (url) centre.on("click", () => location.assign(url))
  return L.featureGroup([area, centre])
}

async function draw(box) {
  const map = L.map(box, {
    maxZoom: 13,
    zoomSnap: 0.25,
    preferCanvas: true,
    maxBounds: SHEET,
    maxBoundsViscosity: 1,
    zoomAnimation: false,
    fadeAnimation: false,
  })
  map.attributionControl.setPrefix(false).addAttribution("Natural Earth")
  map.createPane("borders").style.zIndex = 200
  map.setMinZoom(Math.max(0, map.getBoundsZoom(SHEET)))
  map.fitBounds(SHEET)
  drawn.set(box, map)
  await Promise.all([drawBorders(map, box), drawPlaces(map, box)])
}

function drawAll() {
  for (const box of document.querySelectorAll("[data-map]")) if (!drawn.has(box)) draw(box)
}

function redrawAll() {
  for (const map of drawn.values()) map.remove()
  drawn.clear()
  drawAll()
}

drawAll()
document.addEventListener("htmx:afterSettle", drawAll)
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawAll)
new MutationObserver(redrawAll).observe(document.documentElement, { attributeFilter: ["data-theme"] })
