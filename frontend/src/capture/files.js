// Photos and clips before they are sent: judged by size, read for time and place, large photos made smaller.
import exifr from "exifr/dist/lite.esm.mjs";
import { newKey } from "./keys.js";
import { isClip, tooLarge } from "./limits.js";
import { say, words } from "./words.js";

const MEGABYTE = 1024 * 1024;
const SHRINK_ABOVE = 3 * MEGABYTE;
const LONGEST_EDGE = 2560;
const NAMES = /\.(jpe?g|png|heic|heif|webp|gif|bmp|mp4|mov|webm|3gp|avi|m4v)$/i;

export function refusal(file, limits) {
  if (!isClip(file) && !file.type.startsWith("image/") && !NAMES.test(file.name)) return say(words.notMedia, { name: file.name });
  const excess = tooLarge(file, limits);
  return excess ? say(words.tooLarge, excess) : "";
}

// The browser's own picture loses time and place, so both travel beside it.
export async function prepared(file) {
  const { takenAt, place } = await whenAndWhere(file);
  const blob = await smaller(file);
  return { key: newKey(), blob, name: file.name, type: blob.type || file.type, takenAt, place, sent: false, refused: "" };
}

async function whenAndWhere(file) {
  if (!file.type.startsWith("image/") && !/\.hei[cf]$/i.test(file.name)) return {};
  try {
    const tags = await exifr.parse(file, { gps: true, pick: ["DateTimeOriginal", "OffsetTimeOriginal", "GPSLatitude", "GPSLongitude", "GPSLatitudeRef", "GPSLongitudeRef"] });
    const at = tags?.DateTimeOriginal;
    const { longitude: lng, latitude: lat } = tags ?? {};
    return {
      takenAt: at instanceof Date && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined,
      place: Number.isFinite(lng) && Number.isFinite(lat) && (lng || lat) ? [lng, lat] : undefined,
    };
  } catch {
    return {}; // no EXIF, or a broken one
  }
}

async function smaller(file) {
  if (file.size <= SHRINK_ABOVE || !file.type.startsWith("image/") || !self.createImageBitmap) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.86));
    return blob && blob.size < file.size ? blob : file;
  } catch {
    return file; // a picture that this browser cannot open; the server may
  }
}
