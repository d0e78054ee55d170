"use strict";

// Short addresses, and names offered while they are typed. Without it the queue works as well.
const filters = document.getElementById("queue-filters");

if (filters) {
  filters.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) {
      if (!value) event.formData.delete(name);
    }
  });

  const asked = { source: ["sources", "article", "source"], entity: ["claims", "mention", "entity"] };
  for (const [name, [app, model, field]] of Object.entries(asked)) {
    const input = filters.elements[name];
    let waiting = 0;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => offer(input, { app_label: app, model_name: model, field_name: field }), 200);
    });
  }
}

async function offer(input, of) {
  const term = input.value.trim();
  if (!term) return;
  const address = `${filters.dataset.autocomplete}?${new URLSearchParams({ ...of, term })}`;
  let found;
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    found = await answer.json();
  } catch {
    return; // Offline: what is typed can still be sent later.
  }
  if (term !== input.value.trim()) return;
  const options = found.results.map((each) => Object.assign(document.createElement("option"), { value: each.text }));
  input.list.replaceChildren(...options);
}
