// <time data-countdown datetime="…" data-left="{} left" data-over="overdue by {}"> counts by the second; without a script
// the minutes stand there that the server knew.
function two(number) {
  return String(number).padStart(2, "0");
}

function show(clock) {
  const seconds = Math.round((new Date(clock.dateTime) - Date.now()) / 1000);
  const rest = Math.abs(seconds);
  const [hours, minutes] = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60];
  const shown = `${hours ? `${hours}:` : ""}${two(minutes)}:${two(rest % 60)}`;
  clock.textContent = (seconds < 0 ? clock.dataset.over : clock.dataset.left).replace("{}", shown);
  clock.classList.toggle("is-over", seconds < 0);
}

export function startCountdowns() {
  const all = () => document.querySelectorAll("time[data-countdown]").forEach(show);
  if (!document.querySelector("time[data-countdown]")) return;
  all();
  setInterval(all, 1000);
}
