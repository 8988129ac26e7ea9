// The signs of the qualities, drawn on the skin as on charts and paper: ^ / × ○ – in tiles of ten.

/** For the fragments of the skin, after `vFeel` and `vNumb`; places are in pixels of the page. */
export const SIGNS = /* glsl */ `
float toLine(vec2 p, vec2 a, vec2 b) {
  vec2 way = b - a;
  return length(p - a - way * clamp(dot(p - a, way) / dot(way, way), 0.0, 1.0));
}
// Dark signs with a light rim can be read on every strength of the palette.
vec3 signed(vec3 colour, vec2 place, float painted) {
  vec2 p = mod(vec2(place.x, -place.y), 10.0);
  vec4 far = vec4(
    min(toLine(p, vec2(2.0, 6.5), vec2(5.0, 3.5)), toLine(p, vec2(5.0, 3.5), vec2(8.0, 6.5))),
    toLine(p, vec2(3.0, 8.0), vec2(7.0, 2.0)),
    min(toLine(p, vec2(3.0, 3.0), vec2(7.0, 7.0)), toLine(p, vec2(7.0, 3.0), vec2(3.0, 7.0))),
    abs(length(p - 5.0) - 1.8));
  vec4 felt = smoothstep(0.3, 0.6, vFeel);
  vec4 under = felt * (1.0 - smoothstep(0.8, 1.5, far));
  vec4 over = felt * (1.0 - smoothstep(0.3, 0.9, far));
  float dash = toLine(p, vec2(2.0, 5.0), vec2(8.0, 5.0));
  float numbness = smoothstep(0.3, 0.6, vNumb);
  float light = max(max(max(under.x, under.y), max(under.z, under.w)), numbness * (1.0 - smoothstep(0.8, 1.5, dash)));
  float dark = max(max(max(over.x, over.y), max(over.z, over.w)), numbness * (1.0 - smoothstep(0.3, 0.9, dash)));
  return mix(mix(colour, vec3(1.0), 0.55 * light * painted), vec3(0.11), 0.85 * dark * painted);
}
`;
