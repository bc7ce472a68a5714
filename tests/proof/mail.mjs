// Reads HTML from standard input; writes what mail programs cannot show, or only partly, as JSON.
import { readFileSync } from "node:fs";
import { caniemail } from "caniemail";

const html = readFileSync(0, "utf-8");
const found = caniemail({
  clients: ["gmail.*", "outlook.*", "apple-mail.*", "thunderbird.macos", "samsung-email.*"],
  html,
});
const told = (issues) =>
  [...issues.entries()].flatMap(([client, list]) => list.map((each) => [client, each.title]));
process.stdout.write(JSON.stringify({ errors: told(found.issues.errors), warnings: told(found.issues.warnings) }));
