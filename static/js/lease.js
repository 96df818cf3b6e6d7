// Counts down while a claim is held, and offers it again when the time is up.
const SOON = 120

function inWords(seconds) {
  const minutes = Math.floor(seconds / 60)
  return `${minutes}:${String(seconds % 60).padStart(2, "0")} left`
}

function tick() {
  for (const lease of document.querySelectorAll("[data-lease]")) {
    lease.ends ??= Date.now() + Number(lease.dataset.lease) * 1000
    const seconds = Math.ceil((lease.ends - Date.now()) / 1000)
    const renew = lease.parentElement.querySelector("[data-lease-renew]")
    lease.querySelector("[data-lease-clock]").textContent = seconds > 0 ? inWords(seconds) : ""
    if (seconds <= SOON && renew) renew.hidden = false
    if (seconds <= 0) lease.querySelector("[data-lease-words]").textContent = lease.dataset.over
  }
}

tick()
setInterval(tick, 1000)
document.addEventListener("htmx:afterSettle", tick)
