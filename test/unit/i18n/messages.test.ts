import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "@/lib/i18n/messages/en";
import { zh } from "@/lib/i18n/messages/zh";

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string"
        ? [[`${prefix}${key}`, value] as const]
        : [...leaves(value, `${prefix}${key}.`)],
    ),
  );
}

/** Names of the ICU arguments of a message: `{count, plural, …}` and `{name}` are `count` and `name`. */
function argumentsOf(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)(?=[,}])/g)].map((match) => match[1] ?? ""))].sort();
}

const english = leaves(en);
const chinese = leaves(zh);

describe("messages", () => {
  it("have the same keys in both languages", () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("name the same arguments in both languages", () => {
    const differing = [...english].filter(
      ([key, text]) => String(argumentsOf(text)) !== String(argumentsOf(chinese.get(key) ?? "")),
    );
    expect(differing).toEqual([]);
  });

  it("are written in both languages", () => {
    expect([...english].filter(([, text]) => /\p{Script=Han}/u.test(text))).toEqual([]);
    expect([...english, ...chinese].filter(([, text]) => text.trim() === "")).toEqual([]);
  });
});

/** Words between tags, and words in attributes that people read or hear. Names of the product and of languages may stand. */
const ALLOWED = /^(Evenkeel|English|中文|PromQL|shell|Ctrl K|T0|T|[\w-]+\.ya?ml|[\w/-]+\.ya?ml)$/;

function wordsOf(source: string): string[] {
  const text = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  const between = [...text.matchAll(/>\s*([^<>{}=;()&|?]*[A-Za-z]{2,}[^<>{}=;()&|?]*?)\s*<\//g)].map(
    (m) => m[1] ?? "",
  );
  const attributes = [
    ...text.matchAll(/\b(?:aria-label|title|placeholder|label|alt|description)="([^"]*[A-Za-z]{2,}[^"]*)"/g),
  ].map((m) => m[1] ?? "");
  return [...between, ...attributes].map((words) => words.trim()).filter((words) => !ALLOWED.test(words));
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tsx"))
    .map((file) => path.join(folder, file));
}

describe("visible words", () => {
  it("finds words that are written into the code", () => {
    expect(wordsOf('<p className="x">Try again</p>')).toEqual(["Try again"]);
    expect(wordsOf('<Input placeholder="Your name" />')).toEqual(["Your name"]);
    expect(wordsOf("<p>{t('again')}</p>")).toEqual([]);
  });

  // Components of the gallery show names of tokens and of resources.
  it.each([...sources("components"), ...sources("app")].filter((file) => !file.includes("gallery")))(
    "come from the messages in %s",
    (file) => {
      expect(wordsOf(readFileSync(file, "utf8"))).toEqual([]);
    },
  );
});
