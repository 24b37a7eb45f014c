// Sheets of A5 for the printer; the button is for those who know no Ctrl+P.
import "./css/pass-print.css";

document.querySelector("[data-print]").addEventListener("click", () => print());
