// How the lines of muscles look under the skin: the deeper a line lies behind it, the fainter.

import { Color, DoubleSide, ShaderMaterial, Vector2, type DepthTexture } from "three";

// A piece of a line is a rectangle of a few pixels: WebGL draws lines one pixel wide only.
const VERTEX = /* glsl */ `
attribute vec3 start;
attribute vec3 end;
attribute float lit;
uniform vec2 size;
uniform float pixel;
varying float vAcross;
varying float vHalf;
varying float vLit;
varying float vBehind;
void main() {
  vec4 a = modelViewMatrix * vec4(start, 1.0);
  vec4 b = modelViewMatrix * vec4(end, 1.0);
  vec4 from = projectionMatrix * a;
  vec4 to = projectionMatrix * b;
  vec2 way = (to.xy / to.w - from.xy / from.w) * size;
  vec2 across = length(way) > 0.0 ? normalize(vec2(-way.y, way.x)) : vec2(1.0, 0.0);
  // As thick as a few millimetres of body, but never too thin to be seen.
  float thick = mix(0.9, 2.2, lit) * 0.001 * projectionMatrix[1][1] * size.y / (2.0 * from.w);
  vHalf = max(mix(0.55, 1.5, lit) * pixel, thick) + mix(0.5, 1.4, lit) * pixel;
  vAcross = position.x * vHalf;
  vLit = lit;
  vBehind = -mix(a.z, b.z, position.y);
  gl_Position = mix(from, to, position.y);
  gl_Position.xy += across * vAcross * 2.0 / size * gl_Position.w;
}`;

const FRAGMENT = /* glsl */ `
uniform sampler2D skinDepth;
uniform vec2 size;
uniform vec2 range;
uniform vec3 faint;
uniform vec3 bright;
uniform vec3 rim;
uniform float pixel;
varying float vAcross;
varying float vHalf;
varying float vLit;
varying float vBehind;
// Metres of body through which a line loses two thirds of its strength: how it looks, no depth.
const float VEIL_M = 0.07;
void main() {
  float depth = texture2D(skinDepth, gl_FragCoord.xy / size).x;
  float skin = range.x * range.y / (range.y - depth * (range.y - range.x));
  float under = depth < 1.0 ? max(0.0, vBehind - skin) : 0.0;
  float seen = exp(-under / VEIL_M);
  float strength = mix(0.05 + 0.35 * seen, 0.42 + 0.56 * seen, vLit);
  float edge = 1.0 - smoothstep(vHalf - pixel, vHalf, abs(vAcross));
  // A bright line has a rim, so that it can be read on every paint.
  float core = 1.0 - smoothstep(vHalf - 2.0 * pixel, vHalf - 1.2 * pixel, abs(vAcross));
  gl_FragColor = vec4(mix(faint, mix(rim, bright, core), vLit), strength * edge);
}`;

export function makeLineMaterial(skinDepth: DepthTexture): ShaderMaterial {
  return new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: {
      skinDepth: { value: skinDepth },
      size: { value: new Vector2(1, 1) },
      range: { value: new Vector2(0.1, 10) },
      pixel: { value: 1 },
      faint: { value: new Color() },
      bright: { value: new Color() },
      rim: { value: new Color() },
    },
    // A piece that runs down the picture is turned over.
    side: DoubleSide,
    transparent: true,
    depthTest: false,
    depthWrite: false,
  });
}

/** Take the colours of the page as they are now; as plain numbers, in the style sheet's sRGB. */
export function dressLines(material: ShaderMaterial): void {
  const style = getComputedStyle(document.documentElement);
  for (const [name, token] of [["faint", "--muscle-faint"], ["bright", "--muscle"], ["rim", "--muscle-under"]] as const) {
    (material.uniforms[name]!.value as Color).setStyle(style.getPropertyValue(token).trim() || "#888888", "");
  }
}
