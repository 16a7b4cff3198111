// In a worker, ELK's own script listens to messages by itself.
import "elkjs/lib/elk-worker.min.js";
