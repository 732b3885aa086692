package cloud.bleu.operator.member;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns changes of objects of a cluster into news of the workloads that their labels name. */
final class WorkloadNews implements Caches.Watcher {

  private final Consumer<WorkloadId> changed;
  private final Consumer<String> gone;

  /**
   * @param gone takes the uid of an object that is not there any more
   */
  WorkloadNews(Consumer<WorkloadId> changed, Consumer<String> gone) {
    this.changed = changed;
    this.gone = gone;
  }

  @Override
  public void changed(@Nullable HasMetadata before, @Nullable HasMetadata after) {
    WorkloadId was = workload(before);
    WorkloadId is = workload(after);
    if (is != null) {
      changed.accept(is);
    }
    if (was != null && !was.equals(is)) {
      changed.accept(was);
    }
    if (after == null && before != null) {
      gone.accept(before.getMetadata().getUid());
    }
  }

  private static @Nullable WorkloadId workload(@Nullable HasMetadata object) {
    String name = ObjectLabels.get(object, Labels.WORKLOAD);
    return object == null || name == null
        ? null
        : new WorkloadId(object.getMetadata().getNamespace(), name);
  }
}
