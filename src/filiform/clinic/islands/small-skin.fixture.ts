// A strip of skin of eleven vertices, one square centimetre each: a knee on either side, a chest in
// the middle, and one vertex on the midline between the knees.

import type { Skin } from "./skin.ts";

const AREAS = ["knee.left", "knee.right", "chest.midline"];
//                0     1     2     3     4     5 (midline)  6     7     8     9     10
const AREA = Uint16Array.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2);

export const smallSkin: Skin = {
  topology: "surface-test",
  areas: AREAS,
  area: AREA,
  isMiddle: Array.from(AREA, (_, vertex) => vertex === 5),
  m2: new Float64Array(AREA.length).fill(1e-4),
};
