/** The processor's milliseconds that some work takes on this thread, which a busy machine does not lengthen. */
export function cpuMilliseconds(work: () => unknown): number {
  const began = process.threadCpuUsage();
  work();
  return process.threadCpuUsage(began).user / 1000;
}
