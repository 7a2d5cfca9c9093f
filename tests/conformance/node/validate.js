// Compiles a schema in Ajv's strict mode and runs it on many values in one process.
//
// In: a path to JSON, `{schema, cases: {name: value}}`. Out: JSON, `{name: [message, ...]}`.
// A schema that doesn't compile ends the process with Ajv's words.
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";

// The annotations that SchemaStore's own test declares (its cli.js, August 2026); any other
// keyword that isn't of JSON Schema is refused there as here.
const annotations = [
  "allowTrailingCommas",
  "defaultSnippets",
  "enumDescriptions",
  "markdownDescription",
  "markdownEnumDescriptions",
  "x-intellij-enum-metadata",
  "x-intellij-html-description",
  "x-intellij-language-injection",
  "x-taplo",
  "x-taplo-info",
  "x-tombi-additional-key-label",
  "x-tombi-array-values-order",
  "x-tombi-array-values-order-by",
  "x-tombi-string-formats",
  "x-tombi-table-keys-order",
  "x-tombi-toml-version",
];

const { schema, cases } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const ajv = new Ajv({ strict: true, allErrors: true });
addFormats.default(ajv);
for (const keyword of annotations) ajv.addKeyword(keyword);
const validate = ajv.compile(schema);
const answers = {};
for (const [name, value] of Object.entries(cases)) {
  validate(value);
  answers[name] = (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
process.stdout.write(JSON.stringify(answers));
