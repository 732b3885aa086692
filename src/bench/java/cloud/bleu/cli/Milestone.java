package cloud.bleu.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** When each workload has come so far, by its name. The first time counts. */
final class Milestone {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Map<String, Long> times = new ConcurrentHashMap<>();

  void reached(String name) {
    times.putIfAbsent(name, System.nanoTime());
  }

  /**
   * Reached from now on by what a watch shows.
   *
   * @param which the name of the workload that has come so far by an object; empty: none has
   */
  <T extends HasMetadata> void watch(Informable<T> objects, Function<T, Optional<String>> which) {
    objects.inform(new Sights<>(object -> which.apply(object).ifPresent(this::reached)));
  }

  boolean isReached(Collection<String> names) {
    return times.keySet().containsAll(names);
  }

  /** Returns once all have come so far; fails after five minutes. */
  void await(Collection<String> names) throws InterruptedException {
    // Often, since the next is made then; it costs no request.
    await(
        1,
        () ->
            "the next step of " + names.stream().filter(name -> !times.containsKey(name)).toList(),
        () -> isReached(names));
  }

  /** The time of the last of them, by {@link System#nanoTime()}. */
  long last(Collection<String> names) {
    return names.stream().mapToLong(times::get).max().orElseThrow();
  }

  /** How many of them had come so far before they had come to another milestone. */
  long before(Milestone other, Collection<String> names) {
    return names.stream().filter(name -> times.get(name) < other.times.get(name)).count();
  }

  /** How long that many percent of them took at most since an earlier milestone, in words. */
  String since(Milestone earlier, Collection<String> names, int percent) {
    List<Long> all = new ArrayList<>();
    names.forEach(name -> all.add(times.get(name) - earlier.times.get(name)));
    Collections.sort(all);
    return "%.0f ms".formatted(all.get((all.size() * percent + 99) / 100 - 1) / 1e6);
  }

  /**
   * The median and the most of what they took since an earlier milestone, in words. Two watches
   * have no common order: it says how many were seen here first.
   */
  String since(Milestone earlier, Collection<String> names) {
    long below = before(earlier, names);
    return since(earlier, names, 50)
        + ", "
        + since(earlier, names, 100)
        + (below == 0 ? "" : " (" + below + " below 0)");
  }

  /** Returns once a request says so; fails after five minutes. */
  static void await(Supplier<String> what, BooleanSupplier done) throws InterruptedException {
    await(50, what, done);
  }

  private static void await(int pauseMillis, Supplier<String> what, BooleanSupplier done)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("within " + PATIENCE + " there was not " + what.get());
      }
      TimeUnit.MILLISECONDS.sleep(pauseMillis);
    }
  }

  /** Each object as it is added and as it changes; nothing is deleted. */
  private record Sights<T>(Consumer<T> look) implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      look.accept(object);
    }

    @Override
    public void onUpdate(T before, T now) {
      look.accept(now);
    }

    @Override
    public void onDelete(T object, boolean unknown) {
      // What was reached stays so.
    }
  }
}
