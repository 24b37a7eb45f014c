// How large a photo or a clip may be; the server says the same, but only once it is there.
const MEGABYTE = 1024 * 1024;

export const isClip = (file) => file.type.startsWith("video/") || /\.(mp4|mov|webm|3gp|avi|m4v)$/i.test(file.name);

// What the sentence about a file that is too large has to name; null for one that is not.
export function tooLarge(file, limits) {
  const most = isClip(file) ? limits.clip : limits.image;
  if (file.size <= most) return null;
  return { name: file.name, size: Math.ceil(file.size / MEGABYTE), most: Math.floor(most / MEGABYTE) };
}
