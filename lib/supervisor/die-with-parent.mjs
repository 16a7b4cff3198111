// Loaded with `node --import` into programs that are not ours (Next.js): when the supervisor is gone, so is its channel.
process.on("disconnect", () => {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), 5_000).unref();
});
