// Whether Prism can use every schema of a description. Prism itself takes a schema that does not compile for one that
// everything fits, in silence, so that nothing would be checked there. Does to each schema what Prism does.

import { createRequire } from "node:module";

const require = createRequire(createRequire(import.meta.url).resolve("@stoplight/prism-http"));
const { default: Ajv } = require("ajv");
const { default: formats } = require("ajv-formats");
const merge = require("@stoplight/json-schema-merge-allof");
const { getHttpOperationsFromSpec } = require("@stoplight/prism-http");
const { stripReadOnlyProperties, stripWriteOnlyProperties } = require("./utils/filterRequiredProperties.js");

// Gives what does not compile, as text.
export async function failures(file) {
  const found = [];
  for (const operation of await getHttpOperationsFromSpec(file)) {
    const judge = (what, { mediaType, schema }, strip) => {
      if (!/json/.test(mediaType)) return;
      const name = `${operation.method} ${operation.path}: ${what} ${mediaType}`;
      if (!schema) {
        found.push(`${name} has no schema`);
        return;
      }
      const stripped = strip(merged(schema));
      if (stripped._tag !== "Some") {
        found.push(`${name}: nothing is left of the schema`);
        return;
      }
      const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, allowMatchingProperties: true, strict: false, logger: false });
      formats(ajv);
      try {
        ajv.compile({ ...stripped.value, __bundled__: operation.__bundled__ });
      } catch (error) {
        found.push(`${name}: ${error.message}`);
      }
    };
    for (const content of operation.request?.body?.contents ?? []) judge("request", content, stripReadOnlyProperties);
    for (const { code, contents = [] } of operation.responses) {
      for (const content of contents) judge(`answer ${code}`, content, stripWriteOnlyProperties);
    }
  }
  return found;
}

function merged(schema) {
  try {
    return merge(schema, { deep: true, ignoreAdditionalProperties: true });
  } catch {
    return schema;
  }
}
