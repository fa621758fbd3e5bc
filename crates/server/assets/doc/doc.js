// Shows the OpenAPI description of this server and lets one try each operation.
const METHODS = ["get", "put", "post", "patch", "delete"];

const element = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children.filter((child) => child !== undefined && child !== null));
  return node;
};

const resolve = (description, schema) => {
  if (!schema || !schema.$ref) return schema;
  return schema.$ref.replace("#/", "").split("/").reduce((at, key) => at?.[key], description);
};

// An example of a schema: its own, or one made of its parts.
const example = (description, given, depth = 0) => {
  const schema = resolve(description, given);
  if (!schema || depth > 6) return null;
  if (schema.example !== undefined) return schema.example;
  if (schema.examples?.length) return schema.examples[0];
  if (schema.enum) return schema.enum[0];
  const choice = schema.oneOf ?? schema.anyOf;
  if (choice) return example(description, choice.find((one) => one.type !== "null"), depth + 1);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => example(description, part, depth + 1)));
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== "null") : schema.type;
  if (type === "array") return [example(description, schema.items, depth + 1)];
  if (type === "object" || schema.properties) {
    const entries = Object.entries(schema.properties ?? {});
    return Object.fromEntries(entries.map(([name, part]) => [name, example(description, part, depth + 1)]));
  }
  return { string: "", integer: 0, number: 0, boolean: false }[type] ?? null;
};

const pretty = (value) => JSON.stringify(value, null, 2);

const tryIt = (description, method, path, operation) => {
  const parameters = (operation.parameters ?? []).map((given) => resolve(description, given));
  const content = operation.requestBody?.content ?? {};
  const bodyType = Object.keys(content)[0];
  const inputs = parameters.map((parameter) =>
    element("input", { name: parameter.name, value: parameter.example ?? "", placeholder: parameter.description ?? "" }));
  const media = bodyType && content[bodyType];
  const body = media && element("textarea", {
    spellcheck: false,
    value: bodyType.includes("json") ? pretty(media.example ?? example(description, media.schema)) : "",
  });
  const output = element("pre", { hidden: true });
  const send = element("button", { type: "submit", textContent: "Try it" });
  const form = element("form", {},
    ...parameters.map((parameter, i) => element("label", {}, `${parameter.name} (${parameter.in}${parameter.required ? ", required" : ""})`, inputs[i])),
    body && element("label", {}, `body (${bodyType})`, body), send, output);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    let address = path;
    const query = new URLSearchParams();
    const headers = bodyType ? { "Content-Type": bodyType } : {};
    parameters.forEach((parameter, i) => {
      const value = inputs[i].value;
      if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, encodeURIComponent(value));
      else if (value && parameter.in === "query") query.set(parameter.name, value);
      else if (value && parameter.in === "header") headers[parameter.name] = value;
    });
    if ([...query].length) address += `?${query}`;
    output.hidden = false;
    output.textContent = "…";
    try {
      const answer = await fetch(address, { method: method.toUpperCase(), headers, body: body?.value });
      const text = await answer.text();
      let shown = text;
      try { shown = pretty(JSON.parse(text)); } catch { /* not JSON: shown as it is */ }
      output.textContent = `${answer.status} ${answer.statusText}\n\n${shown}`;
    } catch (error) {
      output.textContent = `The server did not answer: ${error.message}`;
    }
  });
  return form;
};

const show = (description) => {
  const about = document.getElementById("about");
  if (about) about.textContent = `${description.info.description ?? ""} Version ${description.info.version}.`;
  const groups = new Map();
  for (const [path, item] of Object.entries(description.paths)) {
    for (const method of METHODS.filter((one) => item[one])) {
      const tag = item[method].tags?.[0] ?? "other";
      groups.set(tag, [...(groups.get(tag) ?? []), { path, method, operation: item[method] }]);
    }
  }
  const main = document.getElementById("operations");
  main.replaceChildren();
  // A page may be about one group alone.
  const wanted = [...groups].filter(([tag]) => !main.dataset.tag || tag === main.dataset.tag);
  for (const [tag, operations] of wanted) {
    main.append(element("h2", { textContent: tag }));
    for (const { path, method, operation } of operations) {
      const responses = Object.entries(operation.responses ?? {}).map(([status, given]) =>
        element("tr", {}, element("td", { textContent: status }), element("td", { textContent: resolve(description, given)?.description ?? "" })));
      main.append(element("details", {},
        element("summary", {},
          element("span", { className: "method", textContent: method.toUpperCase() }),
          element("code", { textContent: path }),
          element("span", { textContent: operation.summary ?? "" }),
          operation["x-permission"] && element("span", { className: "permission", textContent: operation["x-permission"] })),
        element("div", { className: "body" },
          element("p", { textContent: operation.description ?? "" }),
          element("table", {}, element("tbody", {}, ...responses)),
          tryIt(description, method, path, operation))));
    }
  }
};

fetch("/api/openapi.json")
  .then((answer) => answer.json())
  .then(show)
  .catch((error) => {
    document.getElementById("operations").textContent = `The description could not be read: ${error.message}`;
  });
