import { describe, expect, test } from "vitest";
import { read } from "./drawing.ts";
import { golden, skin } from "./golden.fixture.ts";
import { project } from "./project.ts";

/** As `measures.toml` has it; the page brings it. */
const PAINFUL = { share: 0.1, m2: 4e-4 };

const byKey = (marks: Iterable<{ area: string; side: string }>): object =>
  Object.fromEntries([...marks].map((mark) => [`${mark.area}.${mark.side}`, mark]));

describe("strokes make the areas painful that they hold enough of", () => {
  test.each(golden)("as the core finds them: %s", (_, { document, areas }) => {
    const { drawing } = read(JSON.stringify(document), () => true, skin);

    expect(byKey(project(drawing, skin, PAINFUL).values())).toEqual(byKey(areas));
  });

  test("areas that were marked whole come first and in their order", () => {
    const [, { document }] = golden.find(([name]) => name === "an area besides")!;
    const { drawing } = read(JSON.stringify(document), () => true, skin);

    const [first, ...others] = project(drawing, skin, PAINFUL).keys();

    expect(first).toBe("knee_anterior.left");
    expect(others.length).toBeGreaterThan(0);
  });

  test("without strokes the marks are the drawing, even before the skin is known", () => {
    const { drawing } = read('{"marks":[{"area":"tongue","side":"midline","intensity":4}]}', () => true, null);

    expect(project(drawing, null, PAINFUL)).toBe(drawing.marks);
  });
});
