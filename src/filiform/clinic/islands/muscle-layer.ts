// The lines of muscles on the graphics card, seen through the skin.

import {
  DepthTexture, Float32BufferAttribute, InstancedBufferAttribute, InstancedBufferGeometry, InstancedInterleavedBuffer,
  InterleavedBufferAttribute, Mesh, MeshBasicMaterial, Vector3, WebGLRenderTarget, type Camera, type PerspectiveCamera, type Scene,
  type WebGLRenderer,
} from "three";
import { dressLines, makeLineMaterial } from "./muscle-look.ts";
import type { Pieces } from "./muscles.ts";

const NONE: Pieces = { ends: new Float32Array(), keys: [] };
/** How near, in pixels, a pointer has to be to a line. */
const REACH_PX = 9;

export class MuscleLayer {
  #target = new WebGLRenderTarget(1, 1, { depthTexture: new DepthTexture(1, 1) });
  #material = makeLineMaterial(this.#target.depthTexture!);
  #plain = new MeshBasicMaterial({ colorWrite: false });
  #pieces = NONE;
  #ends = new InstancedInterleavedBuffer(NONE.ends, 6);
  #lit = new InstancedBufferAttribute(new Float32Array(), 1);
  readonly mesh = new Mesh(new InstancedBufferGeometry(), this.#material);

  constructor() {
    this.mesh.visible = false;
    this.mesh.frustumCulled = false;
    // After the skin, which hides nothing of it.
    this.mesh.renderOrder = 1;
  }

  get isShown(): boolean {
    return this.mesh.visible;
  }

  /** Hold the lines of a shape; null holds none. */
  hold(pieces: Pieces | null): void {
    this.#pieces = pieces ?? NONE;
    const count = this.#pieces.keys.length;
    const geometry = new InstancedBufferGeometry();
    geometry.setAttribute("position", new Float32BufferAttribute([-1, 0, 0, 1, 0, 0, 1, 1, 0, -1, 1, 0], 3));
    geometry.setIndex([0, 1, 2, 0, 2, 3]);
    this.#ends = new InstancedInterleavedBuffer(this.#pieces.ends.slice(), 6);
    this.#lit = new InstancedBufferAttribute(new Float32Array(count), 1);
    geometry.setAttribute("start", new InterleavedBufferAttribute(this.#ends, 3, 0));
    geometry.setAttribute("end", new InterleavedBufferAttribute(this.#ends, 3, 3));
    geometry.setAttribute("lit", this.#lit);
    geometry.instanceCount = count;
    this.mesh.geometry.dispose();
    this.mesh.geometry = geometry;
    this.mesh.visible = count > 0;
  }

  light(lit: ReadonlySet<string>): void {
    const { ends, keys } = this.#pieces;
    const order = [...keys.keys()].sort((a, b) => Number(lit.has(keys[a]!)) - Number(lit.has(keys[b]!)));
    const places = this.#ends.array as Float32Array;
    // What is drawn later lies on top.
    order.forEach((piece, place) => {
      places.set(ends.subarray(6 * piece, 6 * piece + 6), 6 * place);
      this.#lit.setX(place, lit.has(keys[piece]!) ? 1 : 0);
    });
    this.#ends.needsUpdate = true;
    this.#lit.needsUpdate = true;
  }

  dress(): void {
    dressLines(this.#material);
  }

  /** Before each picture: how far the skin is at each pixel, so that lines behind it can fade. */
  prepare(renderer: WebGLRenderer, scene: Scene, camera: PerspectiveCamera, skin: Mesh): void {
    if (!this.isShown) return;
    const { size, range, pixel } = this.#material.uniforms;
    renderer.getDrawingBufferSize(size!.value);
    range!.value.set(camera.near, camera.far);
    pixel!.value = renderer.getPixelRatio();
    if (this.#target.width !== size!.value.x || this.#target.height !== size!.value.y) this.#target.setSize(size!.value.x, size!.value.y);
    const others = scene.children.filter((each) => each !== skin && each.visible);
    for (const each of others) each.visible = false;
    scene.overrideMaterial = this.#plain;
    renderer.setRenderTarget(this.#target);
    renderer.clear();
    renderer.render(scene, camera);
    renderer.setRenderTarget(null);
    scene.overrideMaterial = null;
    for (const each of others) each.visible = true;
  }

  /** The muscle whose line is under a point of the picture, the nearest to the eye; x and y in pixels. */
  keyAt(x: number, y: number, width: number, height: number, camera: Camera): string {
    if (!this.isShown) return "";
    const { ends, keys } = this.#pieces;
    const [from, to] = [new Vector3(), new Vector3()];
    let [found, foremost] = ["", Infinity];
    for (let place = 0; place < keys.length; place += 1) {
      from.fromArray(ends, 6 * place).project(camera);
      to.fromArray(ends, 6 * place + 3).project(camera);
      const depth = Math.min(from.z, to.z);
      if (depth >= foremost) continue;
      const [ax, ay] = [(0.5 + from.x / 2) * width, (0.5 - from.y / 2) * height];
      const [bx, by] = [(0.5 + to.x / 2) * width, (0.5 - to.y / 2) * height];
      if (distanceTo(x, y, ax, ay, bx, by) <= REACH_PX) [found, foremost] = [keys[place]!, depth];
    }
    return found;
  }

  dispose(): void {
    this.#target.dispose();
    this.mesh.geometry.dispose();
  }
}

/** From a point to a piece of a line, all in one plane. */
export function distanceTo(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [wide, tall] = [bx - ax, by - ay];
  const length = wide * wide + tall * tall;
  const share = length ? Math.min(1, Math.max(0, ((x - ax) * wide + (y - ay) * tall) / length)) : 0;
  return Math.hypot(x - ax - share * wide, y - ay - share * tall);
}
