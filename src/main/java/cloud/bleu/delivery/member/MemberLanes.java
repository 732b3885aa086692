package cloud.bleu.delivery.member;

import cloud.bleu.apiserver.LateNamespaces;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that write in one other cluster. Of one workload they do one thing after the other,
 * in the order in which it was handed over; of all workloads that which waits longest. A namespace
 * has some of them at most. Namespaces that answered late the last time have lanes of their own, so
 * that one in which requests hang keeps no other waiting.
 */
final class MemberLanes implements AutoCloseable {

  /** At once in namespaces that answer in time. */
  private static final int LANES = 16;

  /** So many of them in one namespace. */
  private static final int LANES_OF_ONE = 8;

  /** At once in all namespaces that are late, beside the others. */
  private static final int LATE = 8;

  /** So many of them in one namespace. */
  private static final int LATE_OF_ONE = 4;

  private final LongSupplier nanos;
  private final ExecutorService threads;
  private final LateNamespaces late = new LateNamespaces();
  private final Map<Owner, Line> lines = new HashMap<>();

  /** Lines of which something waits and nothing is being done, the longest wait first. */
  private final TreeSet<Line> waiting = new TreeSet<>(Comparator.comparingLong(line -> line.place));

  private final Set<Line> running = new LinkedHashSet<>();
  private long handedOver;

  /** What is to be done for a workload. */
  interface Work {
    /** Does it; false: it waited too long, and the workload keeps its place for what comes next. */
    boolean isDone();
  }

  private record Owner(String namespace, String workload) {}

  private record Task(Work work, long place) {}

  /** What waits for one workload. */
  private static final class Line {
    private final Owner owner;
    private final String namespace;
    private final Deque<Task> tasks = new ArrayDeque<>();

    /** Of the line while it waits. */
    private long place;

    /** The place that it keeps; null: that of what comes first. */
    private @Nullable Long kept;

    private long begun;

    Line(Owner owner) {
      this.owner = owner;
      namespace = owner.namespace();
    }
  }

  /**
   * @param name of the cluster, for the threads
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  MemberLanes(String name, LongSupplier nanos) {
    this.nanos = nanos;
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread one = new Thread(task, "member " + name);
              one.setDaemon(true);
              return one;
            });
  }

  /**
   * Has something done for a workload once everything before it is.
   *
   * @throws RejectedExecutionException when these lanes are closed
   */
  synchronized void handOver(String namespace, String workload, Work work) {
    if (threads.isShutdown()) {
      throw new RejectedExecutionException("closed");
    }
    Line line = lines.computeIfAbsent(new Owner(namespace, workload), Line::new);
    line.tasks.add(new Task(work, ++handedOver));
    if (!running.contains(line)) {
      await(line);
    }
    dispatch();
  }

  /** Forgets the place that a workload keeps. */
  synchronized void forget(String namespace, String workload) {
    Line line = lines.get(new Owner(namespace, workload));
    if (line != null) {
      line.kept = null;
      drop(line);
    }
  }

  private void drop(Line line) {
    if (line.kept == null && line.tasks.isEmpty() && !running.contains(line)) {
      lines.remove(line.owner);
    }
  }

  private void await(Line line) {
    Task first = line.tasks.peek();
    if (first != null && !waiting.contains(line)) {
      line.place = line.kept == null ? first.place() : line.kept;
      waiting.add(line);
    }
  }

  private void dispatch() {
    long now = nanos.getAsLong();
    late.forget(now);
    running.forEach(line -> late.waited(line.namespace, line.begun, now));
    for (Iterator<Line> all = waiting.iterator(); all.hasNext(); ) {
      Line next = all.next();
      if (hasLane(next.namespace)) {
        all.remove();
        next.begun = now;
        running.add(next);
        Task task = next.tasks.remove();
        threads.execute(() -> run(next, task));
      }
    }
  }

  private boolean hasLane(String namespace) {
    boolean isLate = late.contains(namespace);
    long others = running.stream().filter(one -> late.contains(one.namespace) == isLate).count();
    long own = running.stream().filter(one -> one.namespace.equals(namespace)).count();
    return others < (isLate ? LATE : LANES) && own < (isLate ? LATE_OF_ONE : LANES_OF_ONE);
  }

  private void run(Line line, Task task) {
    boolean done = false;
    try {
      done = task.work().isDone();
    } finally {
      ended(line, task, done);
    }
  }

  private synchronized void ended(Line line, Task task, boolean done) {
    running.remove(line);
    if (done) {
      late.answered(line.namespace, line.begun, nanos.getAsLong());
    }
    line.kept = done ? null : Long.valueOf(line.kept == null ? task.place() : line.kept);
    await(line);
    drop(line);
    if (!threads.isShutdown()) {
      dispatch();
    }
  }

  @Override
  public synchronized void close() {
    threads.shutdownNow();
  }
}
