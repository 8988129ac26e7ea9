import { afterEach, describe, expect, test, vi } from "vitest";
import { skin } from "./golden.fixture.ts";
import { belongsTo, loadSkin, skinFrom, verticesOf } from "./skin.ts";
import { smallSkin } from "./small-skin.fixture.ts";

afterEach(() => vi.unstubAllGlobals());

const packed = (...numbers: number[]): string =>
  btoa(numbers.flatMap((n) => [n & 0xff, n >> 8]).map((byte) => String.fromCharCode(byte)).join(""));

const FILE = { topology: "t", areas: ["a.left", "a.right"], area: packed(0, 0x8000, 1), skin: packed(100, 200, 300), steps_per_m2: 1e4 };

describe("the table of the skin", () => {
  test("tells area, midline and square metres of each vertex", () => {
    const read = skinFrom(FILE);

    expect([...read.area]).toEqual([0, 0, 1]);
    expect(read.isMiddle).toEqual([false, true, false]);
    expect([...read.m2]).toEqual([0.01, 0.02, 0.03]);
  });

  test("as shipped, is a body of between one and two square metres and 310 areas", () => {
    const whole = skin.m2.reduce((sum, m2) => sum + m2);

    expect(whole).toBeGreaterThan(1);
    expect(whole).toBeLessThan(2);
    expect(skin.areas).toHaveLength(310);
  });

  test("is fetched once, and again after it failed", async () => {
    const answers = [{ ok: false, status: 500 }, { ok: true, json: async () => FILE }];
    const fetched = vi.fn(async () => answers.shift());
    vi.stubGlobal("fetch", fetched);

    await expect(loadSkin("/skin.json")).rejects.toThrow("500");
    const [one, two] = await Promise.all([loadSkin("/skin.json"), loadSkin("/skin.json")]);

    expect(one).toBe(two);
    expect(fetched).toHaveBeenCalledTimes(2);
  });
});

describe("the vertices of an area", () => {
  test("reach up to the midline on either side", () => {
    expect([...verticesOf(smallSkin, "knee.left")]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...verticesOf(smallSkin, "knee.right")]).toEqual([5, 6, 7, 8]);
    expect(belongsTo(smallSkin, "chest.midline")(9)).toBe(true);
  });

  test("are none inside the mouth", () => {
    expect([...verticesOf(smallSkin, "tongue.midline")]).toEqual([]);
  });
});
