package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The workloads that a test has told of, by the one way into their cluster. */
final class ServingHub implements MemberCompanions.Hub {

  private final Map<String, BleuWorkload> workloads = new ConcurrentHashMap<>();
  volatile boolean serves = true;

  /** From now on the workload is this one. */
  void tell(BleuWorkload workload) {
    workloads.put(
        workload.getMetadata().getNamespace() + "/" + workload.getMetadata().getName(), workload);
  }

  @Override
  public @Nullable BleuWorkload workload(String namespace, String name) {
    return workloads.get(namespace + "/" + name);
  }

  @Override
  public boolean serves() {
    return serves;
  }
}
