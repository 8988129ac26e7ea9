import { describe, expect, test } from "vitest";
import { readShape } from "./glb.ts";

/** A file of three vertices and one triangle, as tools/body/glb.py writes it. */
function tinyFile({ magic = 0x46546c67, kind = 5122 } = {}): ArrayBuffer {
  const binary = new DataView(new ArrayBuffer(24 + 12 + 12 + 8));
  [[0, 0, 0], [100, 200, -300], [-32768, 32767, 1]].forEach((steps, row) => steps.forEach((step, axis) => binary.setInt16(8 * row + 2 * axis, step, true)));
  [5, 6, 65535].forEach((area, row) => binary.setUint16(24 + 4 * row, area, true));
  [10, 20, 30, 255, 40, 50, 60, 255, 70, 80, 90, 255].forEach((byte, place) => binary.setUint8(36 + place, byte));
  [0, 1, 2].forEach((corner, place) => binary.setUint16(48 + 2 * place, corner, true));
  const document = {
    asset: { version: "2.0", extras: { surface: "surface-1" } },
    nodes: [{ mesh: 0, scale: [0.5, 0.5, 0.5], translation: [0, 10, 0] }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, _AREA: 1, COLOR_0: 2 }, indices: 3 }] }],
    bufferViews: [
      { byteOffset: 0, byteLength: 24, byteStride: 8 },
      { byteOffset: 24, byteLength: 12, byteStride: 4 },
      { byteOffset: 36, byteLength: 12, byteStride: 4 },
      { byteOffset: 48, byteLength: 6 },
    ],
    accessors: [
      { bufferView: 0, componentType: kind, count: 3, type: "VEC3" },
      { bufferView: 1, componentType: 5123, count: 3, type: "SCALAR" },
      { bufferView: 2, componentType: 5121, count: 3, type: "VEC4" },
      { bufferView: 3, componentType: 5123, count: 3, type: "SCALAR" },
    ],
  };
  let json = JSON.stringify(document);
  json += " ".repeat((4 - (json.length % 4)) % 4);
  const text = new TextEncoder().encode(json);
  const file = new DataView(new ArrayBuffer(12 + 8 + text.length + 8 + binary.byteLength));
  [magic, 2, file.byteLength, text.length, 0x4e4f534a].forEach((value, place) => file.setUint32(4 * place, value, true));
  new Uint8Array(file.buffer).set(text, 20);
  file.setUint32(20 + text.length, binary.byteLength, true);
  file.setUint32(24 + text.length, 0x004e4942, true);
  new Uint8Array(file.buffer).set(new Uint8Array(binary.buffer), 28 + text.length);
  return file.buffer as ArrayBuffer;
}

describe("a shape of the body", () => {
  test("is read with its positions in metres, its areas, its tint and its triangles", () => {
    const shape = readShape(tinyFile());

    expect(shape.topology).toBe("surface-1");
    expect([...shape.positions]).toEqual([0, 10, 0, 50, 110, -150, -16384, 16393.5, 0.5]);
    expect([...shape.area]).toEqual([5, 6, 65535]);
    expect([...shape.tint.slice(4, 8)]).toEqual([40, 50, 60, 255]);
    expect([...shape.triangles]).toEqual([0, 1, 2]);
  });

  test.each([
    ["something else", () => tinyFile({ magic: 1 }), "not a binary glTF"],
    ["nothing", () => new ArrayBuffer(0), "not a binary glTF"],
    ["positions of another kind", () => tinyFile({ kind: 5126 }), "of another kind"],
  ])("refuses %s", (_, file, words) => {
    expect(() => readShape(file())).toThrow(words);
  });
});
