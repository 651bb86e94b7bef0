-- What people type into a picker, one after the other; prints the latencies that wrk itself does not.
local typed = {
  "w", "wa", "wang", "wangw", "wangwei", "ww", "%E7%8E%8B", "%E7%8E%8B%E4%BC%9F", "zengli", "%E6%9B%BE", "zhangsan", "zs", "lin", "li", "P0123", "P012345",
  "%E7%8E%8B*", "%E7%8E%8B%3F%E4%BC%9F", "wang*", "wei", "chenj", "nobody-at-all", "%E7%A7%91%E9%95%BF", "%E9%99%88%E6%98%8E", "ouyang", "hu"
}
local path, n = "", 0
function init(args) path = args[1] end
function request()
  n = n + 1
  return wrk.format("GET", path .. typed[n % #typed + 1])
end
function done(summary, latency, requests)
  io.write(string.format("RESULT %.1f %.2f %.2f %.2f %d\n", summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
