-- What a run came to, as one line of JSON.
function done(summary, latency, requests)
  io.write(string.format(
    '\n{"answers": %d, "seconds": %.6f, "refused": %d, "broken": %d, "median_ms": %.3f, "p95_ms": %.3f}\n',
    summary.requests, summary.duration / 1e6, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3))
end
