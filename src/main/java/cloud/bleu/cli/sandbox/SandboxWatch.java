package cloud.bleu.cli.sandbox;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches workloads, prints a line whenever what is to say of one changes, and knows when all is
 * settled.
 */
public final class SandboxWatch implements AutoCloseable {

  private static final String INCIDENT = "placement.bleu.cloud/incident";

  private final KubernetesClient client;
  private final int expected;
  private final ReentrantLock lock = new ReentrantLock();
  private final java.util.concurrent.locks.Condition changed = lock.newCondition();
  private final Map<String, BleuWorkload> workloads = new TreeMap<>();
  private final Map<String, WorkloadPlacement> placements = new HashMap<>();
  private final Map<String, AvailabilityZone> zones = new HashMap<>();
  private final SandboxLines lines;
  private final List<SharedIndexInformer<?>> informers;

  /** Begins to watch; nothing is settled before there are {@code expected} workloads. */
  public SandboxWatch(KubernetesClient client, int expected, IOStreams streams) {
    this.client = client;
    this.expected = expected;
    this.lines = new SandboxLines(streams);
    informers =
        List.of(
            client.resources(BleuWorkload.class).inAnyNamespace().inform(into(workloads)),
            client.resources(WorkloadPlacement.class).inAnyNamespace().inform(into(placements)),
            client.resources(AvailabilityZone.class).inform(into(zones)));
  }

  /**
   * Waits until the operator has nothing more to do.
   *
   * @throws BadInputException naming what has not settled, when the time is up
   */
  public void awaitSettled(Duration patience) throws InterruptedException {
    await(
        patience,
        () -> workloads.size() == expected && workloads.values().stream().allMatch(this::settled),
        () ->
            "not settled within "
                + patience.toSeconds()
                + " s: "
                + workloads.values().stream()
                    .filter(w -> !settled(w))
                    .map(w -> SandboxLines.key(w) + " (" + SandboxLines.reason(w) + ")")
                    .toList()
                + "; give more time with --timeout");
  }

  /** Marks a zone as lost, and waits until what the operator has decided on it is seen. */
  public void lose(String zone, Duration patience) throws InterruptedException {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        // Whatever the operator writes into its status meanwhile.
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"%s\":\"Lost\"}}}".formatted(INCIDENT));
    await(
        patience,
        () -> {
          AvailabilityZone seen = zones.get(zone);
          Condition schedulable =
              seen == null || seen.getStatus() == null
                  ? null
                  : Conditions.find(seen.getStatus().conditions(), "Schedulable");
          return schedulable != null && "Lost".equals(schedulable.getReason());
        },
        () -> "the loss of " + zone + " was not taken in within " + patience.toSeconds() + " s");
    // They were written before the zone said so, and a watch of their own tells of them.
    List<WorkloadPlacement> written =
        client.resources(WorkloadPlacement.class).inAnyNamespace().list().getItems();
    await(
        patience,
        () -> written.stream().allMatch(this::isSeen),
        () ->
            "what was decided on the loss of "
                + zone
                + " was not seen within "
                + patience.toSeconds()
                + " s");
  }

  private boolean isSeen(WorkloadPlacement written) {
    WorkloadPlacement seen = placements.get(SandboxLines.key(written));
    return seen != null
        && seen.getMetadata().getGeneration() >= written.getMetadata().getGeneration();
  }

  /** The placements of the workloads that have replicas in a zone, by workload. */
  SortedMap<String, WorkloadPlacement> placedIn(String zone) {
    lock.lock();
    try {
      TreeMap<String, WorkloadPlacement> placed = new TreeMap<>();
      placements.forEach(
          (key, placement) -> {
            if (SandboxLines.replicas(placement, zone) > 0) {
              placed.put(key, placement);
            }
          });
      return placed;
    } finally {
      lock.unlock();
    }
  }

  /** A workload, as it was seen last. */
  @Nullable BleuWorkload workload(String key) {
    lock.lock();
    try {
      return workloads.get(key);
    } finally {
      lock.unlock();
    }
  }

  /** The placement of a workload, as it was seen last. */
  @Nullable WorkloadPlacement placement(String key) {
    lock.lock();
    try {
      return placements.get(key);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a zone is in service, as it was seen last: the reason of its condition Healthy. */
  String health(String zone) {
    lock.lock();
    try {
      Condition healthy = SandboxLines.healthy(zones.get(zone));
      return healthy == null ? "" : healthy.getReason();
    } finally {
      lock.unlock();
    }
  }

  /** Whether every replica of every workload has a zone. */
  public boolean allPlaced() {
    lock.lock();
    try {
      return workloads.size() == expected
          && workloads.values().stream()
              .allMatch(w -> "True".equals(SandboxLines.condition(w, "Placed")));
    } finally {
      lock.unlock();
    }
  }

  /** Everything as it stands now. */
  public void printTable() {
    lock.lock();
    try {
      lines.table(workloads.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }

  /** What the operator has looked at, and which either runs as decided or cannot be placed. */
  private boolean settled(BleuWorkload w) {
    BleuWorkloadStatus status = w.getStatus();
    if (status == null
        || !Objects.equals(status.observedGeneration(), w.getMetadata().getGeneration())) {
      return false;
    }
    boolean refused =
        "False".equals(SandboxLines.condition(w, "Placed"))
            && SandboxLines.ready(status) >= decided(w);
    return decidedZones(w).equals(SandboxLines.dash(status.zones()))
        && ("True".equals(SandboxLines.condition(w, "Ready")) || refused);
  }

  /** Replicas that have a zone by the decision that was seen last. */
  int decided(BleuWorkload w) {
    WorkloadPlacement placement = placements.get(SandboxLines.key(w));
    return placement == null
        ? 0
        : placement.getSpec().assignments().stream().mapToInt(a -> a.replicas()).sum();
  }

  private String decidedZones(BleuWorkload w) {
    WorkloadPlacement placement = placements.get(SandboxLines.key(w));
    return placement == null
        ? "-"
        : SandboxLines.dash(
            Assignment.text(
                placement.getSpec().assignments().stream()
                    .sorted(Comparator.comparing(a -> a.zone()))
                    .toList()));
  }

  private <T extends io.fabric8.kubernetes.api.model.HasMetadata> ResourceEventHandler<T> into(
      Map<String, T> map) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        update(object);
      }

      @Override
      public void onUpdate(T old, T object) {
        update(object);
      }

      @Override
      public void onDelete(T object, boolean unknown) {
        change(() -> map.remove(SandboxLines.key(object)));
      }

      private void update(T object) {
        change(
            () -> {
              map.put(SandboxLines.key(object), object);
              if (object instanceof BleuWorkload w) {
                lines.print(w);
              } else if (object instanceof AvailabilityZone z) {
                lines.print(z);
              }
            });
      }
    };
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something is so.
   *
   * @param condition asked whenever something changed
   * @param failure what to say when the time is up
   * @throws BadInputException then
   */
  void await(
      Duration patience, BooleanSupplier condition, java.util.function.Supplier<String> failure)
      throws InterruptedException {
    if (!comes(patience, condition)) {
      throw new BadInputException(failure.get());
    }
  }

  /** Waits until something is so, or the time is up, and returns whether it is so. */
  boolean comes(Duration patience, BooleanSupplier condition) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!condition.getAsBoolean() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return condition.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }
}
