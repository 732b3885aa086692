package cloud.bleu.operator.report;

import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.openreports.NamespaceReport;
import cloud.bleu.operator.cache.ServedKind;
import cloud.bleu.operator.log.Faults;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.EventSummaries;
import cloud.bleu.operator.status.RefusedWrites;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Report of OpenReports for each governed namespace, while the cluster has that kind. On a
 * thread of its own: no decision waits for it. Level-based: what should be there is compared with
 * what a watch shows.
 */
public final class NamespaceReports implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NamespaceReports.class);

  /** Between two rounds, however often something changes. */
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private static final Duration RETRY = Duration.ofSeconds(30);

  private final ServedKind kind;
  private final ReportStore store;
  private final RefusedWrites refused;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "reports");
            daemon.setDaemon(true);
            return daemon;
          });
  private final AtomicBoolean queued = new AtomicBoolean();
  private final AtomicBoolean retrying = new AtomicBoolean();
  private volatile @Nullable Wanted wanted;
  private volatile boolean there;
  private volatile long last = System.nanoTime() - BETWEEN.toNanos();
  private String said = "";

  private record Wanted(Snapshot snapshot, Set<String> governed) {}

  public NamespaceReports(KubernetesClient client, RefusedWrites refused) {
    this.refused = refused;
    store = new ReportStore(client, this::wake);
    kind =
        new ServedKind(
            client,
            ReportStore.CRD,
            ReportStore.VERSION::equals,
            "no Report is written; the chart's value openReports.enabled grants it",
            version -> kind(version != null));
  }

  /** To be called when this process leads. Returns at once. */
  public void start() {
    run(kind::start);
  }

  /** What is decided as of now, and which namespaces are governed. Returns at once. */
  public void tell(Snapshot snapshot, Set<String> governed) {
    wanted = new Wanted(snapshot, Set.copyOf(governed));
    wake();
  }

  private void kind(boolean served) {
    if (served != there) {
      there = served;
      run(served ? store::watch : store::forget);
      wake();
    }
  }

  private void wake() {
    if (there && wanted != null && queued.compareAndSet(false, true)) {
      later(BETWEEN.toNanos() - (System.nanoTime() - last));
    }
  }

  private void later(long nanos) {
    try {
      thread.schedule(this::round, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile.
      queued.set(false);
    }
  }

  private void run(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed meanwhile");
    }
  }

  private void round() {
    queued.set(false);
    last = System.nanoTime();
    Wanted now = wanted;
    if (now == null || !there) {
      return;
    }
    if (!store.synced()) {
      // A watch whose first list failed tells of nothing once a later one succeeds.
      again();
      return;
    }
    try {
      List<RuntimeException> failures = new ArrayList<>();
      if (!write(now, failures)) {
        again();
      }
      if (!failures.isEmpty()) {
        throw failures.get(0);
      }
      said = "";
    } catch (RuntimeException | Error e) {
      if (thread.isShutdown()) {
        LOG.debug("closed meanwhile", e);
        return;
      }
      String line = Faults.line(e);
      if (!line.equals(said) && !Faults.isNotLeading(e)) {
        LOG.warn("reports are not as they should be, trying again: {}", line);
        said = line;
      }
      again();
    }
  }

  private void again() {
    if (retrying.compareAndSet(false, true)) {
      try {
        thread.schedule(
            () -> {
              retrying.set(false);
              wake();
            },
            RETRY.toNanos(),
            TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("closed meanwhile");
      }
    }
  }

  /** Every namespace is tried; what is refused in one is told there. */
  private boolean write(Wanted now, List<RuntimeException> failures) {
    Assessment all =
        Assessment.inUse(
            now.snapshot().estate(),
            now.snapshot().decisions().values(),
            id -> now.governed().contains(id.namespace()));
    boolean complete = true;
    for (String namespace : new TreeSet<>(now.governed())) {
      complete &=
          write(
              namespace,
              failures,
              () ->
                  store.apply(
                      namespace,
                      NamespaceReport.of(
                          namespace, all.only(namespace), since(now.snapshot(), namespace))));
    }
    for (String namespace : store.namespaces()) {
      if (!now.governed().contains(namespace)) {
        complete &= write(namespace, failures, () -> store.delete(namespace));
      }
    }
    return complete;
  }

  /**
   * Writes one.
   *
   * @param failures to which is added what is no refusal
   * @return whether it is written
   */
  private boolean write(String namespace, List<RuntimeException> failures, Runnable write) {
    ObjectReference regarding = EventSummaries.namespace(namespace);
    try {
      write.run();
      refused.over(RefusedWrites.Write.Report, regarding);
      return true;
    } catch (KubernetesClientException e) {
      Refusal refusal = Refusal.of(e);
      if (refusal == null) {
        failures.add(e);
        return false;
      }
      refused.refused(
          RefusedWrites.Write.Report,
          regarding,
          "Report " + ReportStore.NAME + " cannot be written: " + refusal.sentence());
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
              Instant at = asOf(inputs);
              if (at != null && id.namespace().equals(namespace)) {
                since.put(id.name(), at);
              }
            });
    return since;
  }

  private static @Nullable Instant asOf(Inputs inputs) {
    try {
      return inputs.asOf() == null ? null : Instant.parse(inputs.asOf());
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  @Override
  public void close() {
    kind.close();
    thread.shutdownNow();
    store.close();
  }
}
