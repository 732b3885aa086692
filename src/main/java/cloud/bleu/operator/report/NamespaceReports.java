package cloud.bleu.operator.report;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.openreports.NamespaceReport;
import cloud.bleu.operator.cache.KindRounds;
import cloud.bleu.operator.cache.WriteBackoff;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.EventSummaries;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.time.InstantText;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One Report of OpenReports for each governed namespace, while the cluster has that kind. On a
 * thread of its own: no decision waits for it. Level-based: what should be there is compared with
 * what a watch shows.
 */
public final class NamespaceReports implements AutoCloseable {

  private final ReportStore store;
  private final RefusedWrites refused;
  private final Predicate<String> served;
  private final KindRounds rounds;
  private volatile @Nullable Wanted wanted;

  private record Wanted(Snapshot snapshot, Set<String> governed) {}

  /**
   * @param served whether Reports may be written in a namespace; those of others stay as they are
   */
  public NamespaceReports(
      KubernetesClient client, RefusedWrites refused, Predicate<String> served) {
    this.refused = refused;
    this.served = served;
    rounds =
        new KindRounds(
            client,
            "reports",
            ReportStore.CRD,
            ReportStore.VERSION,
            "no Report is written; the chart's value openReports.enabled grants it",
            new Rounds());
    store = new ReportStore(client, rounds::wake);
  }

  /** To be called when this process leads. Returns at once. */
  public void start() {
    rounds.start();
  }

  /** What is decided as of now, and which namespaces are governed. Returns at once. */
  public void tell(Snapshot snapshot, Set<String> governed) {
    wanted = new Wanted(snapshot, Set.copyOf(governed));
    rounds.wake();
  }

  private final class Rounds implements KindRounds.Work {
    @Override
    public void begin() {
      store.watch();
    }

    @Override
    public void end() {
      store.forget();
    }

    @Override
    public boolean write(WriteBackoff backoff) {
      Wanted now = wanted;
      if (now == null) {
        // The next pass tells.
        return true;
      }
      if (!store.isWatched()) {
        // The watch tells when it is.
        return true;
      }
      List<RuntimeException> failures = new ArrayList<>();
      boolean complete = NamespaceReports.this.write(now, backoff, failures);
      if (!failures.isEmpty()) {
        throw failures.get(0);
      }
      return complete;
    }
  }

  /** Every namespace is tried that is due; what is refused in one is told there. */
  private boolean write(Wanted now, WriteBackoff backoff, List<RuntimeException> failures) {
    Assessment all =
        Assessment.inUse(
            now.snapshot().estate(),
            now.snapshot().decisions().values(),
            id -> now.governed().contains(id.namespace()));
    Map<String, @Nullable NamespaceReport> wanted = new TreeMap<>();
    store.namespaces().forEach(namespace -> wanted.put(namespace, null));
    for (String namespace : now.governed()) {
      wanted.put(
          namespace,
          NamespaceReport.of(namespace, all.only(namespace), since(now.snapshot(), namespace)));
    }
    wanted.keySet().removeIf(served.negate());
    backoff.retain(wanted.keySet());
    boolean complete = true;
    for (Map.Entry<String, @Nullable NamespaceReport> one : wanted.entrySet()) {
      complete &= write(one.getKey(), one.getValue(), backoff, failures);
    }
    return complete;
  }

  /**
   * Writes one.
   *
   * @param report null: there is to be none
   * @param failures to which is added what is no refusal
   * @return whether it is written
   */
  private boolean write(
      String namespace,
      @Nullable NamespaceReport report,
      WriteBackoff backoff,
      List<RuntimeException> failures) {
    ObjectReference regarding = EventSummaries.namespace(namespace);
    List<Object> content = List.of(report == null ? "" : report, store.live(namespace));
    if (!backoff.isDue(namespace, content)) {
      return false;
    }
    try {
      boolean inTheWay = false;
      if (report == null) {
        store.delete(namespace);
      } else {
        inTheWay = !store.apply(namespace, report);
      }
      backoff.over(namespace);
      if (inTheWay) {
        refused.refused(
            RefusedWrites.Write.Report,
            regarding,
            "Report "
                + ReportStore.NAME
                + " is somebody else's, and is left as it is; delete it, and that of the operator"
                + " is written");
        return false;
      }
      refused.over(RefusedWrites.Write.Report, regarding);
      return true;
    } catch (KubernetesClientException e) {
      Refusal refusal = Refusal.of(e);
      if (refusal == null) {
        failures.add(e);
        return false;
      }
      backoff.refused(namespace, content);
      refused.refused(
          RefusedWrites.Write.Report,
          regarding,
          "Report " + ReportStore.NAME + " cannot be written: " + refusal.sentence(),
          refusal.source());
      return false;
    }
  }

  /** Since when the answers on each workload stand: when a window last opened or closed. */
  private static Map<String, Instant> since(Snapshot snapshot, String namespace) {
    Map<String, Instant> since = new HashMap<>();
    snapshot
        .inputs()
        .forEach(
            (id, inputs) -> {
              Instant at = InstantText.parse(inputs.asOf());
              if (at != null && id.namespace().equals(namespace)) {
                since.put(id.name(), at);
              }
            });
    return since;
  }

  @Override
  public void close() {
    rounds.close();
    store.close();
  }
}
