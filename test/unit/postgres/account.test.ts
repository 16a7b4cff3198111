import { describe, expect, it } from "vitest";
import { parseUserList } from "@/lib/postgres/account";

describe("parseUserList", () => {
  it("reads names and numbers, and skips what is no entry", () => {
    expect(parseUserList("root:x:0:0:root:/root:/bin/sh\n# nothing\n\nnobody:x:65534:65533:::\n")).toEqual([
      { name: "root", uid: 0, gid: 0 },
      { name: "nobody", uid: 65_534, gid: 65_533 },
    ]);
  });
});
