// The camera, and QR codes in what it sees: the browser's own detector, else jsQR.
const EVERY = 150; // milliseconds between looks
const LARGEST = 1_000; // pixels of the longer side that jsQR is given

// Shows the camera in `video` until a code is seen or `stop` is called: { code: Promise, stop }.
// The promise is rejected where there is no camera, or it is refused.
export function scan(video) {
  let over = false;
  let stream;
  const stop = () => {
    over = true;
    stream?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
  const code = (async () => {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
    if (over) return stop();
    video.srcObject = stream;
    await video.play();
    const read = await reader();
    while (!over) {
      const found = await read(video);
      if (found) {
        stop();
        return found;
      }
      await new Promise((done) => setTimeout(done, EVERY));
    }
    return undefined;
  })();
  code.catch(stop);
  return { code, stop };
}

async function reader() {
  if ("BarcodeDetector" in window) {
    const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (formats.includes("qr_code")) {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => (await detector.detect(video))[0]?.rawValue;
    }
  }
  const { default: jsQR } = await import("jsqr");
  const canvas = document.createElement("canvas");
  return async (video) => {
    const { data, width, height } = pixels(video, canvas);
    return width ? jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data : undefined;
  };
}

function pixels(video, canvas) {
  const { videoWidth, videoHeight } = video;
  if (!videoWidth) return {};
  const scale = Math.min(1, LARGEST / Math.max(videoWidth, videoHeight));
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  const drawn = canvas.getContext("2d", { willReadFrequently: true });
  drawn.drawImage(video, 0, 0, canvas.width, canvas.height);
  return drawn.getImageData(0, 0, canvas.width, canvas.height);
}
