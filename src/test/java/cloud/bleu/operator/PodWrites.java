package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What was written of pods in several clusters, counted in the order of the writes. The watch of
 * one cluster may be told later than that of another one: by the order in which these tell, a
 * deletion in the one could come before the readiness in the other that was written before it.
 *
 * <p>Clusters of one fleet are in one etcd, which numbers the writes of all of them.
 *
 * @param <T> what is counted, which each write changes
 */
final class PodWrites<T> implements AutoCloseable {

  /** What a pod as it is now, or as it was last, is to what is counted. */
  @FunctionalInterface
  interface Reading<T> {
    Consumer<T> of(Pod pod, boolean gone);
  }

  private final Supplier<T> begin;
  private final List<SharedIndexInformer<Pod>> watches = new ArrayList<>();
  private final TreeMap<Long, List<Consumer<T>>> steps = new TreeMap<>();

  /** The last number of each pod, by uid. */
  private final Map<String, Long> told = new HashMap<>();

  /**
   * @param begin what is counted where nothing is written
   */
  PodWrites(Supplier<T> begin) {
    this.begin = begin;
  }

  void watch(Informable<Pod> pods, Reading<T> reading) {
    watches.add(
        pods.inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(Pod pod) {
                tell(pod, reading.of(pod, false));
              }

              @Override
              public void onUpdate(Pod before, Pod pod) {
                tell(pod, reading.of(pod, false));
              }

              @Override
              public void onDelete(Pod pod, boolean unknown) {
                tell(pod, reading.of(pod, true));
              }
            }));
  }

  /** By the number of the write; after all that was told where that is not a new one. */
  synchronized void tell(Pod pod, Consumer<T> step) {
    long number = Long.parseLong(pod.getMetadata().getResourceVersion());
    Long before = told.put(pod.getMetadata().getUid(), number);
    // Of a deletion that a watch has missed only the last write before it is known.
    boolean isNew = before == null || before < number;
    at(isNew ? number : last(), step);
  }

  /** What a test does itself, after all that was told up to now. */
  synchronized void mark(Consumer<T> step) {
    at(last(), step);
  }

  /** All that was told up to now, counted anew. */
  synchronized T count() {
    T count = begin.get();
    steps.values().forEach(some -> some.forEach(step -> step.accept(count)));
    return count;
  }

  private long last() {
    return steps.isEmpty() ? 0 : steps.lastKey();
  }

  private void at(long number, Consumer<T> step) {
    steps.computeIfAbsent(number, any -> new ArrayList<>()).add(step);
  }

  @Override
  public void close() {
    watches.forEach(SharedIndexInformer::close);
  }
}
