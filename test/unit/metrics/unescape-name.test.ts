import { expect, it } from "vitest";
import { unescapeName } from "@/lib/metrics/api/unescape-name";

it.each([
  ["U__http_2e_requests", "http.requests"],
  ["U__a__b_1f600_", "a_b😀"],
  ["U__plain", "plain"],
  ["plain_name", "plain_name"],
  ["U__bad_zz_", "U__bad_zz_"],
  ["U__open_2e", "U__open_2e"],
])("%s is the name %s", (text, name) => expect(unescapeName(text)).toBe(name));
