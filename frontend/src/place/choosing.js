// First the town, then one of its communities: the field for a typed name becomes a list.
import { element, say } from "../capture/words.js";
import { towns } from "./ground.js";

export function startChoosing(form, words) {
  const town = form.elements.town;
  const community = form.elements.which ? form.elements.community : listed(form.elements.community);
  const named = (code) => towns.find((one) => one.code === code);
  const fill = (chosen = "") => {
    if (community.tagName !== "SELECT") return;
    const offered = named(town.value)?.communities;
    const first = offered ? words.anyCommunity : words.townFirst;
    community.replaceChildren(option("", first), ...(offered ?? []).map(([code, name]) => option(code, name)));
    community.value = offered?.some(([code, name]) => code === chosen || name === chosen) ? codeOf(offered, chosen) : "";
  };
  const choose = (code) => {
    const chosen = named(code.slice(0, 9));
    if (!chosen) return;
    const kept = community.value.startsWith(chosen.code) ? community.value : "";
    town.value = chosen.code;
    fill(code.length > 9 ? code : kept);
  };

  const before = community.dataset?.typed ?? community.value;
  if (/^\d{10,}$/.test(before)) choose(before);
  else fill(before);
  town.addEventListener("change", () => fill());
  return {
    town,
    community,
    choose,
    clear: () => { town.value = ""; fill(); },
    code: () => community.value || town.value,
    name: () => named(town.value)?.name ?? "",
    said: (sentence, values = {}) => say(sentence, { town: named(town.value)?.name ?? "", ...values }),
  };
}

function listed(typed) {
  const list = element("select", { id: typed.id, name: typed.name, className: "form-select" });
  list.dataset.typed = typed.value;
  typed.parentElement.querySelector(".ui-help")?.remove();
  typed.replaceWith(list);
  return list;
}

const option = (value, text) => element("option", { value, text });
const codeOf = (offered, chosen) => offered.find(([code, name]) => code === chosen || name === chosen)[0];
