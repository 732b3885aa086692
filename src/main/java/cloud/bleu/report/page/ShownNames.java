package cloud.bleu.report.page;

import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * What workloads are called, and whether free text is shown. Redacted, they are numbered in their
 * order, as in every other report on the same workloads.
 */
final class ShownNames {
  private final boolean redacted;
  private final PageReader reader;
  private final Map<WorkloadId, String> numbered = new HashMap<>();

  ShownNames(boolean redacted, Collection<WorkloadId> shown, PageReader reader) {
    this.redacted = redacted;
    this.reader = reader;
    for (WorkloadId id : new TreeSet<>(shown)) {
      numbered.put(id, "workload-" + (numbered.size() + 1));
    }
  }

  boolean isRedacted() {
    return redacted;
  }

  /** Whether it is one of those on the page. */
  boolean isShown(WorkloadId id) {
    return numbered.containsKey(id);
  }

  String namespace(WorkloadId id) {
    return redacted ? "" : id.namespace();
  }

  String name(WorkloadId id) {
    return redacted ? numbered.getOrDefault(id, "workload") : id.name();
  }

  String title(WorkloadId id) {
    return redacted ? name(id) : id.toString();
  }

  /** What somebody wrote, or what names somebody's objects; empty if that is left out. */
  String free(String text) {
    return redacted ? "" : reader.shown(text);
  }

  /** What was said on the facts that are shown; empty if the reader may not see whom it names. */
  String said(String text) {
    return reader.shown(text);
  }

  StatedFact fact(StatedFact fact) {
    return redacted ? fact.redacted() : fact;
  }
}
