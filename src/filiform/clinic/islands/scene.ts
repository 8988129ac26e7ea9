// The body on the graphics card: skin, borders of the areas, needle sites, and rays onto the skin.

import {
  BufferAttribute, BufferGeometry, CircleGeometry, Group, LineBasicMaterial, LineSegments, Matrix4, Mesh,
  MeshBasicMaterial, PerspectiveCamera, Raycaster, Scene, Vector2, Vector3, WebGLRenderer, type Material,
} from "three";
import { calmed, mixesOf, type Borders } from "./border-lines.ts";
import type { Shape } from "./glb.ts";
import type { Overlay, Paint } from "./layers.ts";
import { dress, makeSkinMaterial, see } from "./look.ts";
import { MuscleLayer } from "./muscle-layer.ts";
import { normalsOf } from "./normals.ts";
import { eyeOf, FIELD_OF_VIEW_DEG, type Orbit } from "./orbit.ts";
import { Part, piecesOf, runsIn, type Piece } from "./part.ts";
import { firstHit, growTree, type Tree } from "./rays.ts";
import type { Graph, Touch } from "./spread.ts";

/** A place on the skin: a triangle and the weights of its first two corners. */
export interface Site {
  readonly triangle: number;
  readonly b0: number;
  readonly b1: number;
}

/** What lies on the skin, and how many bytes a vertex has of each. */
const WIDTHS = [["paint", 2], ["overlay", 2], ["feel", 4], ["numb", 1]] as const;
type Coat = (typeof WIDTHS)[number][0];
const LINE_LIFT_M = 0.0007;
const SITE_LIFT_M = 0.0015;
const SITE_RADIUS_M = 0.006;
/** Four pixels for one of the screen smooth its edges; without a graphics card that takes a third
 * less time than letting WebGL smooth them. A finer screen needs no more pixels. */
const PIXEL_RATIO = 2;
const LINE_OPACITY = 0.32;
/** Of a line that is one pixel wide, half is left on a coarse screen. */
const COARSE_LINE_OPACITY = 0.5;
/** Around a part that is drawn alone, in steps of half a pixel of the screen. */
const RIM_PX = 2;
/** Corners that are drawn in one go at least, when a part is drawn alone. */
const SKIN_PIECE = 3 * 128;
const LINE_PIECE = 2 * 64;

export class BodyScene {
  readonly canvas = document.createElement("canvas");
  readonly muscles = new MuscleLayer();
  #renderer: WebGLRenderer;
  #scene = new Scene();
  #camera = new PerspectiveCamera(FIELD_OF_VIEW_DEG, 1, 0.05, 12);
  #material = makeSkinMaterial();
  #lineMaterial = new LineBasicMaterial({ transparent: true });
  #siteMaterial = new MeshBasicMaterial();
  #geometry = new BufferGeometry();
  #skin = new Mesh<BufferGeometry, Material | Material[]>(this.#geometry, this.#material);
  #lines = new LineSegments<BufferGeometry, Material | Material[]>(new BufferGeometry(), this.#lineMaterial);
  #sites = new Group();
  #shape: Shape | null = null;
  #tree: Tree | null = null;
  #borders: Borders | null = null;
  #rays = new Raycaster();
  #orbit: Orbit | null = null;
  #isStale = true;
  /** What changed since the last picture, if nothing but this did. */
  #part: Part | null = null;
  #pieces = new Map<Mesh | LineSegments, readonly Piece[]>();

  constructor() {
    this.#renderer = new WebGLRenderer({ canvas: this.canvas, antialias: window.devicePixelRatio >= PIXEL_RATIO, alpha: true, preserveDrawingBuffer: true });
    // There is one body, and the eye is always on it: nobody needs to measure whether it is in sight.
    for (const each of [this.#skin, this.#lines]) each.frustumCulled = false;
    this.#scene.add(this.#skin, this.#lines, this.#sites, this.muscles.mesh);
    this.redress();
  }

  redress(): void {
    const { line, site } = dress(this.#material, this.#renderer.getPixelRatio());
    this.#lineMaterial.color.set(line);
    this.#siteMaterial.color.set(site);
    this.muscles.dress();
    this.#isStale = true;
  }

  wear(shape: Shape): void {
    this.#shape = shape;
    this.#tree = null;
    this.#pieces.clear();
    this.#isStale = true;
    const count = shape.positions.length / 3;
    this.#geometry.setAttribute("position", new BufferAttribute(shape.positions, 3));
    this.#geometry.setAttribute("tint", new BufferAttribute(shape.tint, 4, true));
    this.#geometry.setIndex(new BufferAttribute(shape.triangles.slice(), 1));
    for (const [name, width] of WIDTHS) {
      if (!this.#geometry.getAttribute(name)) this.#geometry.setAttribute(name, new BufferAttribute(new Uint8Array(width * count), width, true));
    }
    this.#geometry.setAttribute("normal", new BufferAttribute(normalsOf(shape.positions, shape.triangles), 3));
    if (this.#borders) this.border(this.#borders);
  }

  /** Draw the borders just above the skin, so that they never sink into it. */
  border(borders: Borders): void {
    this.#borders = borders;
    const shape = this.#shape;
    if (!shape) return;
    const segments: number[] = [];
    for (const { points } of borders.lines) {
      const mixes = mixesOf(points);
      const on = mixes.map(({ corners, shares }) => this.#raised(corners, shares, LINE_LIFT_M));
      const normals = mixes.map(({ corners, shares }, point) => this.#raised(corners, shares, 1).map((value, axis) => value - on[point]![axis]!));
      const places = calmed(on, normals);
      for (let at = 1; at < places.length; at += 1) segments.push(...places[at - 1]!, ...places[at]!);
    }
    const positions = new Float32Array(segments);
    this.#lines.geometry.setAttribute("position", new BufferAttribute(positions, 3));
    this.#pieces.set(this.#lines, piecesOf(positions, Uint32Array.from({ length: segments.length / 3 }, (_, place) => place), LINE_PIECE));
    this.#isStale = true;
  }

  /** Lay bytes on the vertices; where only some of them change, only their part is drawn anew. */
  lay(coats: Readonly<Record<Coat, Uint8Array>>, graph: Graph | null): void {
    const changed: number[] = [];
    for (const [name, width] of WIDTHS) {
      const held = this.#geometry.getAttribute(name) as BufferAttribute;
      const [old, fresh] = [held.array as Uint8Array, coats[name]];
      const before = changed.length;
      for (let at = 0; at < fresh.length; at += 1) if (old[at] !== fresh[at]) changed.push(Math.floor(at / width));
      if (changed.length === before) continue;
      old.set(fresh);
      held.needsUpdate = true;
    }
    if (graph) this.#stretch(changed, graph);
    else this.#isStale ||= changed.length > 0;
  }

  /** Show the paint of some vertices only, while a stroke is being made; the triangles around them change. */
  repaint(paint: Paint, vertices: readonly number[], graph: Graph): void {
    const held = this.#geometry.getAttribute("paint") as BufferAttribute;
    const bytes = held.array as Uint8Array;
    for (const vertex of vertices) {
      bytes[2 * vertex] = paint[2 * vertex]!;
      bytes[2 * vertex + 1] = paint[2 * vertex + 1]!;
    }
    held.needsUpdate = true;
    this.#stretch(vertices, graph);
  }

  set sites(sites: readonly Site[]) {
    const shape = this.#shape;
    if (!sites.length && !this.#sites.children.length) return;
    this.#sites.clear();
    this.#isStale = true;
    if (!shape) return;
    for (const { triangle, b0, b1 } of sites) {
      const corners = [0, 1, 2].map((corner) => shape.triangles[3 * triangle + corner]!);
      const disc = new Mesh(new CircleGeometry(SITE_RADIUS_M, 20), this.#siteMaterial);
      const shares = [b0, b1, 1 - b0 - b1];
      disc.position.fromArray(this.#raised(corners, shares, SITE_LIFT_M));
      disc.lookAt(new Vector3().fromArray(this.#raised(corners, shares, 1)));
      this.#sites.add(disc);
    }
  }

  /** Which way the skin under an overlay faces: the sum of its normals. */
  facing(overlay: Overlay): readonly [number, number, number] {
    const normals = this.#geometry.getAttribute("normal").array;
    const sum: [number, number, number] = [0, 0, 0];
    for (let vertex = 0; 2 * vertex < overlay.length; vertex += 1) {
      const weight = overlay[2 * vertex]!;
      for (let axis = 0; weight && axis < 3; axis += 1) sum[axis]! += weight * normals[3 * vertex + axis]!;
    }
    return sum;
  }

  resize(width: number, height: number): void {
    this.#renderer.setPixelRatio(PIXEL_RATIO);
    this.#renderer.setSize(width, height, false);
    this.#lineMaterial.opacity = window.devicePixelRatio < PIXEL_RATIO ? COARSE_LINE_OPACITY : LINE_OPACITY;
    this.#camera.aspect = width / height;
    this.#camera.updateProjectionMatrix();
    this.redress();
  }

  draw(orbit: Orbit): void {
    this.#camera.position.set(...eyeOf(orbit));
    this.#camera.lookAt(...orbit.target);
    this.#camera.near = Math.max(0.02, orbit.distance - 1.5);
    this.#camera.far = orbit.distance + 2;
    this.#camera.updateProjectionMatrix();
    see(this.#material, this.muscles.isShown);
    this.muscles.prepare(this.#renderer, this.#scene, this.#camera, this.#skin);
    // Muscles show through the skin everywhere, so with them everything is drawn.
    const isAlone = !this.#isStale && !this.muscles.isShown && orbit === this.#orbit && this.#pieces.size === 2;
    if (isAlone && this.#part) this.#drawPart(this.#part);
    else this.#renderer.render(this.#scene, this.#camera);
    this.#orbit = orbit;
    this.#isStale = false;
    this.#part = null;
  }

  #drawPart(part: Part): void {
    if (part.left > part.right) return;
    const seen = this.#sight();
    const { x: width, y: height } = this.#renderer.getSize(new Vector2());
    // Whole pixels are wiped, so what is drawn reaches a little farther than what is wiped.
    const { left, right, bottom, top } = part.within(RIM_PX / width, RIM_PX / height);
    const drawable = part.within((2 * RIM_PX) / width, (2 * RIM_PX) / height);
    for (const [drawn, pieces] of this.#pieces) {
      drawn.material = [drawn.material as Material];
      for (const { start, count } of runsIn(drawable, pieces, seen)) drawn.geometry.addGroup(start, count, 0);
    }
    const [low, across] = [((left + 1) / 2) * width, ((right - left) / 2) * width];
    const [deep, up] = [((bottom + 1) / 2) * height, ((top - bottom) / 2) * height];
    this.#renderer.setScissor(low, deep, across, up);
    this.#renderer.setScissorTest(true);
    this.#renderer.render(this.#scene, this.#camera);
    this.#renderer.setScissorTest(false);
    for (const drawn of this.#pieces.keys()) {
      drawn.material = (drawn.material as Material[])[0]!;
      drawn.geometry.clearGroups();
    }
  }

  /** From a place to the picture, as it was last drawn. */
  #sight(): readonly number[] {
    return new Matrix4().multiplyMatrices(this.#camera.projectionMatrix, this.#camera.matrixWorldInverse).elements;
  }

  /** Prepare the rays; done when the page is at rest, or at the first touch. */
  grow(): Tree | null {
    if (this.#shape && !this.#tree) {
      const { positions, triangles } = this.#shape;
      this.#tree = growTree(positions, triangles);
      // Sorted, so that a part can be drawn alone; needle sites name the triangles by their old number.
      const index = this.#geometry.index!;
      const sorted = index.array as Uint16Array;
      this.#tree.order.forEach((triangle, place) => sorted.set(triangles.subarray(3 * triangle, 3 * triangle + 3), 3 * place));
      index.needsUpdate = true;
      this.#pieces.set(this.#skin, piecesOf(positions, sorted, SKIN_PIECE));
    }
    return this.#tree;
  }

  /** Return where a ray through a point of the picture meets the skin; x and y from -1 to 1. */
  pick(x: number, y: number): Touch | null {
    const tree = this.grow();
    if (!tree) return null;
    this.#camera.updateMatrixWorld();
    this.#rays.setFromCamera(new Vector2(x, y), this.#camera);
    const { origin, direction } = this.#rays.ray;
    const hit = firstHit(tree, origin.toArray(), direction.toArray());
    if (!hit) return null;
    const point = new Vector3(...hit.point);
    const distances = hit.corners.map((corner) => point.distanceTo(new Vector3().fromArray(tree.positions, 3 * corner)));
    return { corners: hit.corners, distances };
  }

  /** The muscle whose line is under a point of the picture; x and y in pixels, of width and height. */
  muscleAt(x: number, y: number, width: number, height: number): string {
    this.#camera.updateMatrixWorld();
    return this.muscles.keyAt(x, y, width, height, this.#camera);
  }

  dispose(): void {
    this.muscles.dispose();
    this.#renderer.dispose();
    this.#geometry.dispose();
  }

  /** Stretch the part that is drawn anew to some vertices and the triangles around them. */
  #stretch(vertices: readonly number[], { start, neighbour }: Graph): void {
    const { positions } = this.#shape!;
    const seen = this.#sight();
    const part = (this.#part ??= new Part());
    for (const vertex of vertices) {
      for (let edge = start[vertex]!; edge < start[vertex + 1]!; edge += 1) {
        const at = 3 * neighbour[edge]!;
        part.add(seen, positions[at]!, positions[at + 1]!, positions[at + 2]!);
      }
    }
  }

  #raised(corners: readonly number[], shares: readonly number[], lift: number): number[] {
    const normals = this.#geometry.getAttribute("normal");
    const { positions } = this.#shape!;
    return [0, 1, 2].map((axis) =>
      corners.reduce((sum, corner, place) => sum + shares[place]! * (positions[3 * corner + axis]! + lift * normals.array[3 * corner + axis]!), 0),
    );
  }
}
