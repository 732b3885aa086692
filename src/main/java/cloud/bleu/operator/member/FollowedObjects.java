package cloud.bleu.operator.member;

import cloud.bleu.operator.log.Faults;
import cloud.bleu.operator.log.SaidFaults;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects of one kind, watched once somebody asks for that, and never given up: without a zone that
 * needs them the right to read them is not used.
 */
public final class FollowedObjects<T extends HasMetadata> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FollowedObjects.class);

  /**
   * Why objects cannot be read.
   *
   * @param code of the answer of the API server; 0 where there was none
   */
  public record Fault(int code, String words) {}

  private final String what;
  private final Informable<T> objects;
  private final SaidFaults said = new SaidFaults();
  private volatile @Nullable SharedIndexInformer<T> informer;
  private volatile @Nullable Fault fault;
  private volatile boolean closed;

  /**
   * @param what they are, for the log
   */
  public FollowedObjects(String what, Informable<T> objects) {
    this.what = what;
    this.objects = objects;
  }

  /**
   * Begins to watch, and does not wait; does nothing when it does so already.
   *
   * @param counts whether anybody is to be told of changes of an object
   */
  public void start(Predicate<T> counts, Runnable changed) {
    if (informer != null || closed) {
      return;
    }
    SharedIndexInformer<T> begun = objects.runnableInformer(0);
    begun.exceptionHandler((started, problem) -> goesOn(problem, changed));
    begun.addEventHandler(new Told<>(counts, changed));
    informer = begun;
    begun.start().whenComplete((listed, problem) -> changed.run());
  }

  /** Whether all of them were read once. */
  public boolean isRead() {
    SharedIndexInformer<T> begun = informer;
    return begun != null && begun.hasSynced();
  }

  /** Why they were not read when they were last tried; null: nothing is known of that. */
  public @Nullable Fault fault() {
    return fault;
  }

  /** An object by its namespace and name; null: there is none, or it is not read yet. */
  public @Nullable T get(String namespace, String name) {
    SharedIndexInformer<T> begun = informer;
    return begun == null ? null : begun.getIndexer().getByKey(namespace + "/" + name);
  }

  @Override
  public void close() {
    closed = true;
    SharedIndexInformer<T> begun = informer;
    if (begun != null) {
      begun.stop();
    }
  }

  private boolean goesOn(Throwable problem, Runnable changed) {
    String line = Faults.line(problem);
    if (said.isNews(line)) {
      LOG.warn("cannot watch {}, trying again: {}", what, line);
    }
    fault = new Fault(problem instanceof KubernetesClientException e ? e.getCode() : 0, line);
    changed.run();
    return !closed;
  }

  private record Told<T>(Predicate<T> counts, Runnable changed) implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      tell(object);
    }

    @Override
    public void onUpdate(T before, T after) {
      tell(after);
    }

    @Override
    public void onDelete(T object, boolean unknown) {
      tell(object);
    }

    private void tell(T object) {
      if (counts.test(object)) {
        changed.run();
      }
    }

    @Override
    public void onNothing() {
      changed.run();
    }
  }
}
