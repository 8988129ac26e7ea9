// Reads the binary glTF files of the body, and only those: quantised positions, the area and the
// tint of each vertex, triangles. The loader of three reads everything, and weighs four times as much.

export interface Shape {
  readonly topology: string;
  /** Metres, three numbers a vertex: +x to the body's left, +y up, +z forward. */
  readonly positions: Float32Array;
  /** Index of the area of each vertex. */
  readonly area: Uint16Array;
  /** Colour of skin and clothes, four bytes a vertex. */
  readonly tint: Uint8Array;
  /** Three corners a triangle, counter-clockwise seen from outside. */
  readonly triangles: Uint16Array;
}

interface Accessor {
  readonly bufferView: number;
  readonly componentType: number;
  readonly count: number;
  readonly type: string;
}

interface Gltf {
  readonly asset: { readonly extras?: { readonly surface?: string } };
  readonly nodes: readonly { readonly scale: readonly number[]; readonly translation: readonly number[] }[];
  readonly meshes: readonly { readonly primitives: readonly { readonly attributes: Record<string, number>; readonly indices: number }[] }[];
  readonly bufferViews: readonly { readonly byteOffset: number; readonly byteLength: number; readonly byteStride?: number }[];
  readonly accessors: readonly Accessor[];
}

const MAGIC = 0x46546c67;
const TEXT = 0x4e4f534a;
const BYTE = 5121;
const SHORT = 5122;
const UNSIGNED_SHORT = 5123;
type Kind = typeof BYTE | typeof SHORT | typeof UNSIGNED_SHORT;
type Numbers = Uint8Array | Int16Array | Uint16Array;
const WIDTHS: Readonly<Record<string, number>> = { SCALAR: 1, VEC3: 3, VEC4: 4 };

export function readShape(file: ArrayBuffer): Shape {
  const view = new DataView(file);
  if (file.byteLength < 20 || view.getUint32(0, true) !== MAGIC || view.getUint32(16, true) !== TEXT) {
    throw new Error("body: not a binary glTF file");
  }
  const textLength = view.getUint32(12, true);
  const gltf = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 20, textLength))) as Gltf;
  const binary = 20 + textLength + 8;
  const part = gltf.meshes[0]?.primitives[0];
  const node = gltf.nodes[0];
  if (!part || !node) throw new Error("body: the file holds no shape");
  const numbers = (place: number | undefined, kind: Kind): Numbers => read(file, gltf, binary, place, kind);
  const positions = Float32Array.from(numbers(part.attributes["POSITION"], SHORT));
  for (let at = 0; at < positions.length; at += 1) positions[at] = positions[at]! * node.scale[at % 3]! + node.translation[at % 3]!;
  return {
    topology: gltf.asset.extras?.surface ?? "",
    positions,
    area: new Uint16Array(numbers(part.attributes["_AREA"], UNSIGNED_SHORT)),
    tint: new Uint8Array(numbers(part.attributes["COLOR_0"], BYTE)),
    triangles: new Uint16Array(numbers(part.indices, UNSIGNED_SHORT)),
  };
}

/** Every machine that runs a browser has the lowest byte first, as the format has it. */
const KINDS = { [BYTE]: Uint8Array, [SHORT]: Int16Array, [UNSIGNED_SHORT]: Uint16Array } as const;

function read(file: ArrayBuffer, gltf: Gltf, binary: number, place: number | undefined, kind: Kind): Numbers {
  const accessor = place === undefined ? undefined : gltf.accessors[place];
  const block = accessor && gltf.bufferViews[accessor.bufferView];
  if (!accessor || !block || accessor.componentType !== kind) throw new Error("body: an attribute is missing or of another kind");
  const width = WIDTHS[accessor.type]!;
  const size = KINDS[kind].BYTES_PER_ELEMENT;
  const held = new KINDS[kind](file, binary + block.byteOffset, block.byteLength / size);
  const stride = (block.byteStride ?? width * size) / size;
  if (stride === width) return held;
  const numbers = new KINDS[kind](accessor.count * width);
  for (let row = 0, out = 0; row < accessor.count; row += 1) {
    for (let column = 0; column < width; column += 1, out += 1) numbers[out] = held[row * stride + column]!;
  }
  return numbers;
}
