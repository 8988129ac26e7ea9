// The body on the graphics card: skin, borders of the areas, needle sites, and rays onto the skin.

import {
  BufferAttribute, BufferGeometry, CircleGeometry, FrontSide, Group, LineBasicMaterial, LineSegments, Mesh,
  MeshBasicMaterial, PerspectiveCamera, Raycaster, Scene, Vector2, Vector3, WebGLRenderer,
} from "three";
import { MeshBVH } from "three-mesh-bvh";
import { calmed, mixesOf, type Borders } from "./border-lines.ts";
import type { Shape } from "./glb.ts";
import type { Feel } from "./feel.ts";
import type { Overlay, Paint } from "./layers.ts";
import { dress, makeSkinMaterial, see } from "./look.ts";
import { MuscleLayer } from "./muscle-layer.ts";
import { eyeOf, FIELD_OF_VIEW_DEG, type Orbit } from "./orbit.ts";
import type { Touch } from "./spread.ts";

/** A place on the skin: a triangle and the weights of its first two corners. */
export interface Site {
  readonly triangle: number;
  readonly b0: number;
  readonly b1: number;
}

/** Bytes a vertex has of each. */
const WIDTHS = [["paint", 2], ["overlay", 2], ["feel", 4], ["numb", 1]] as const;
const LINE_LIFT_M = 0.0007;
const SITE_LIFT_M = 0.0015;
const SITE_RADIUS_M = 0.006;
const SHARPEST_PIXEL_RATIO = 2;

export class BodyScene {
  readonly canvas = document.createElement("canvas");
  readonly muscles = new MuscleLayer();
  #renderer: WebGLRenderer;
  #scene = new Scene();
  #camera = new PerspectiveCamera(FIELD_OF_VIEW_DEG, 1, 0.05, 12);
  #material = makeSkinMaterial();
  #lineMaterial = new LineBasicMaterial({ transparent: true, opacity: 0.32 });
  #siteMaterial = new MeshBasicMaterial();
  #geometry = new BufferGeometry();
  #skin = new Mesh(this.#geometry, this.#material);
  #lines = new LineSegments(new BufferGeometry(), this.#lineMaterial);
  #sites = new Group();
  #shape: Shape | null = null;
  #tree: MeshBVH | null = null;
  #borders: Borders | null = null;
  #rays = new Raycaster();

  constructor() {
    this.#renderer = new WebGLRenderer({ canvas: this.canvas, antialias: true, alpha: true });
    this.#scene.add(this.#skin, this.#lines, this.#sites, this.muscles.mesh);
    this.redress();
  }

  redress(): void {
    const { line, site } = dress(this.#material, this.#renderer.getPixelRatio());
    this.#lineMaterial.color.set(line);
    this.#siteMaterial.color.set(site);
    this.muscles.dress();
  }

  wear(shape: Shape): void {
    this.#shape = shape;
    this.#tree = null;
    const count = shape.positions.length / 3;
    this.#geometry.setAttribute("position", new BufferAttribute(shape.positions, 3));
    this.#geometry.setAttribute("tint", new BufferAttribute(shape.tint, 4, true));
    // Copied: the tree for the rays sorts the triangles, and needle sites name them by number.
    this.#geometry.setIndex(new BufferAttribute(shape.triangles.slice(), 1));
    for (const [name, width] of WIDTHS) {
      if (!this.#geometry.getAttribute(name)) this.#geometry.setAttribute(name, new BufferAttribute(new Uint8Array(width * count), width, true));
    }
    this.#geometry.computeVertexNormals();
    this.#geometry.computeBoundingSphere();
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
    this.#lines.geometry.setAttribute("position", new BufferAttribute(new Float32Array(segments), 3));
    this.#lines.geometry.computeBoundingSphere();
  }

  set paint(paint: Paint) {
    this.#fill("paint", paint);
  }

  /** Show the paint of some vertices only, while a stroke is being made. */
  repaint(paint: Paint, vertices: Iterable<number>): void {
    const held = this.#geometry.getAttribute("paint") as BufferAttribute;
    const bytes = held.array as Uint8Array;
    for (const vertex of vertices) {
      bytes[2 * vertex] = paint[2 * vertex]!;
      bytes[2 * vertex + 1] = paint[2 * vertex + 1]!;
    }
    held.needsUpdate = true;
  }

  /** What the pain is like, where it is painted. */
  set feel({ patterned, numb }: Feel) {
    this.#fill("feel", patterned);
    this.#fill("numb", numb);
  }

  set overlay(overlay: Overlay) {
    this.#fill("overlay", overlay);
  }

  set sites(sites: readonly Site[]) {
    const shape = this.#shape;
    this.#sites.clear();
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
    this.#renderer.setPixelRatio(Math.min(SHARPEST_PIXEL_RATIO, window.devicePixelRatio || 1));
    this.#renderer.setSize(width, height, false);
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
    this.#renderer.render(this.#scene, this.#camera);
  }

  /** Prepare the rays; done when the page is at rest, or at the first touch. */
  grow(): MeshBVH {
    this.#tree ??= new MeshBVH(this.#geometry);
    return this.#tree;
  }

  /** Return where a ray through a point of the picture meets the skin; x and y from -1 to 1. */
  pick(x: number, y: number): Touch | null {
    if (!this.#shape) return null;
    this.#camera.updateMatrixWorld();
    this.#rays.setFromCamera(new Vector2(x, y), this.#camera);
    const hit = this.grow().raycastFirst(this.#rays.ray, FrontSide);
    if (!hit?.face) return null;
    const { positions } = this.#shape;
    const corners = [hit.face.a, hit.face.b, hit.face.c];
    const distances = corners.map((corner) => hit.point.distanceTo(new Vector3().fromArray(positions, 3 * corner)));
    return { corners, distances };
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

  #fill(name: string, bytes: Uint8Array): void {
    const held = this.#geometry.getAttribute(name) as BufferAttribute | undefined;
    if (!held) return;
    (held.array as Uint8Array).set(bytes);
    held.needsUpdate = true;
  }

  #raised(corners: readonly number[], shares: readonly number[], lift: number): number[] {
    const normals = this.#geometry.getAttribute("normal");
    const { positions } = this.#shape!;
    return [0, 1, 2].map((axis) =>
      corners.reduce((sum, corner, place) => sum + shares[place]! * (positions[3 * corner + axis]! + lift * normals.array[3 * corner + axis]!), 0),
    );
  }
}
