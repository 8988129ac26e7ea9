// How the skin looks: soft light from the eye, paint in the colours of the theme, zones in stripes.

import { Color, ShaderMaterial, Vector3 } from "three";
import { SIGNS } from "./signs.ts";

const VERTEX = /* glsl */ `
attribute vec4 tint;
attribute vec2 paint;
attribute vec2 overlay;
attribute vec4 feel;
attribute float numb;
varying vec3 vNormal;
varying vec3 vTint;
varying vec2 vPaint;
varying vec2 vOverlay;
varying vec4 vFeel;
varying float vNumb;
void main() {
  vNormal = normalMatrix * normal;
  vTint = tint.rgb;
  vPaint = paint;
  vOverlay = overlay;
  vFeel = feel;
  vNumb = numb;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`;

// Colours are mixed as the style sheet has them, in sRGB, so that paint has the colour of its legend.
const FRAGMENT = /* glsl */ `
// What the shapes have for bare skin; the theme says what it looks like.
const vec3 SKIN_TINT = vec3(0.620, 0.600, 0.580);
uniform vec3 skin;
uniform vec3 ramp[10];
uniform vec3 zone;
uniform vec3 relief;
uniform float stripe;
uniform float sheer;
varying vec3 vNormal;
varying vec3 vTint;
varying vec2 vPaint;
varying vec2 vOverlay;
varying vec4 vFeel;
varying float vNumb;
${SIGNS}vec3 painColour(float intensity) {
  float at = clamp(intensity - 1.0, 0.0, 9.0);
  vec3 colour = ramp[0];
  for (int i = 1; i < 10; i += 1) colour = mix(colour, ramp[i], clamp(at - float(i - 1), 0.0, 1.0));
  return colour;
}
void main() {
  vec3 n = normalize(vNormal);
  vec3 colour = skin * min(vTint / SKIN_TINT, 1.0);
  float weight = vPaint.y;
  if (weight > 0.004) colour = mix(colour, painColour(10.0 * vPaint.x / weight), 0.94 * smoothstep(0.1, 0.6, weight));
  if (weight > 0.3) colour = signed(colour, gl_FragCoord.xy * 9.0 / stripe, smoothstep(0.3, 0.6, weight));
  float bands = smoothstep(0.42, 0.58, abs(fract((gl_FragCoord.x + gl_FragCoord.y) / stripe) * 2.0 - 1.0));
  float felt = smoothstep(0.06, 0.3, vOverlay.x) * (0.45 + 0.55 * vOverlay.x);
  colour = mix(colour, zone, felt * (0.18 + 0.72 * bands));
  float crossed = smoothstep(0.42, 0.58, abs(fract((gl_FragCoord.x - gl_FragCoord.y) / stripe) * 2.0 - 1.0));
  colour = mix(colour, relief, smoothstep(0.05, 0.4, vOverlay.y) * (0.35 + 0.55 * crossed));
  float key = dot(n, normalize(vec3(-0.35, 0.55, 0.85))) * 0.5 + 0.5;
  float light = 0.5 + 0.56 * key * key + 0.06 * n.y;
  float rim = pow(1.0 - clamp(n.z, 0.0, 1.0), 3.0);
  // Sheer skin lets the page through, least where it is painted or turns away; the form stays.
  float told = max(smoothstep(0.1, 0.6, weight), max(felt, smoothstep(0.05, 0.4, vOverlay.y)));
  float veil = mix(1.0, clamp(0.4 + 0.5 * rim + 0.45 * told, 0.0, 1.0), sheer);
  // The canvas is laid over the page with its colours multiplied already.
  gl_FragColor = vec4(colour * light * (1.0 - 0.22 * rim) * veil, veil);
}`;

const vector = (colour: string): Vector3 => {
  // Read as plain numbers: converted to linear light they would no longer match the style sheet.
  const { r, g, b } = new Color().setStyle(colour, "");
  return new Vector3(r, g, b);
};

export function makeSkinMaterial(): ShaderMaterial {
  return new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: {
      skin: { value: new Vector3() },
      ramp: { value: Array.from({ length: 10 }, () => new Vector3()) },
      zone: { value: new Vector3() },
      relief: { value: new Vector3() },
      stripe: { value: 9 },
      sheer: { value: 0 },
    },
    polygonOffset: true,
    polygonOffsetFactor: 1,
    polygonOffsetUnits: 1,
  });
}

/** Make the skin sheer, so that what lies under it can be seen, or whole again. */
export function see(material: ShaderMaterial, isThrough: boolean): void {
  material.uniforms["sheer"]!.value = isThrough ? 1 : 0;
}

/** Take the colours of the page as they are now, in the light or the dark theme. */
export function dress(material: ShaderMaterial, pixelRatio: number): { line: string; site: string } {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim() || "#888888";
  const { uniforms } = material;
  uniforms["skin"]!.value = vector(token("--body-skin-3d"));
  uniforms["ramp"]!.value = Array.from({ length: 10 }, (_, place) => vector(token(`--pain-${place + 1}`)));
  uniforms["zone"]!.value = vector(token("--explain-4"));
  uniforms["relief"]!.value = vector(token("--explain-3"));
  uniforms["stripe"]!.value = 9 * pixelRatio;
  return { line: token("--body-outline"), site: token("--ink") };
}
