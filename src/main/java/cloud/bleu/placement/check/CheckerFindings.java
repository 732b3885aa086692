package cloud.bleu.placement.check;

import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects findings, in the order in which they are made. */
final class CheckerFindings {
  private final List<Finding> all = new ArrayList<>();

  void add(String code, CheckerWorkload workload, String message) {
    all.add(new Finding(code, workload.spec.id(), message));
  }

  void add(String code, @Nullable WorkloadId workload, String message) {
    all.add(new Finding(code, workload, message));
  }

  List<Finding> all() {
    return List.copyOf(all);
  }
}
