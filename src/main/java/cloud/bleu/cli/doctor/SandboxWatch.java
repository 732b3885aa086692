package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.Surface;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
  private final Surface surface;
  private final Instant begin;
  private final ReentrantLock lock = new ReentrantLock();
  private final java.util.concurrent.locks.Condition changed = lock.newCondition();
  private final Map<String, BleuWorkload> workloads = new TreeMap<>();
  private final Map<String, WorkloadPlacement> placements = new HashMap<>();
  private final Map<String, AvailabilityZone> zones = new HashMap<>();
  private final Map<String, String> printed = new HashMap<>();
  private final List<SharedIndexInformer<?>> informers;

  public SandboxWatch(KubernetesClient client, int expected, Surface surface) {
    this.client = client;
    this.expected = expected;
    this.surface = surface;
    this.begin = surface.clock().instant();
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
                    .map(w -> key(w) + " (" + reason(w) + ")")
                    .toList()
                + "; give more time with --timeout");
  }

  /** Marks a zone as lost, and waits until the operator has decided on it. */
  public void lose(String zone, Duration patience) throws InterruptedException {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .edit(
            z -> {
              Map<String, String> annotations =
                  z.getMetadata().getAnnotations() == null
                      ? new TreeMap<>()
                      : new TreeMap<>(z.getMetadata().getAnnotations());
              annotations.put(INCIDENT, "Lost");
              z.getMetadata().setAnnotations(annotations);
              return z;
            });
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
  }

  /** Whether every replica of every workload has a zone. */
  public boolean allPlaced() {
    lock.lock();
    try {
      return workloads.values().stream().allMatch(w -> "True".equals(condition(w, "Placed")));
    } finally {
      lock.unlock();
    }
  }

  /** Everything as it stands now. */
  public void printTable() {
    lock.lock();
    try {
      Table table = new Table("WORKLOAD", "READY", "ZONES", "TOLERATES", "POLICY", "REASON");
      for (BleuWorkload w : workloads.values()) {
        BleuWorkloadStatus status = w.getStatus();
        table.row(
            key(w),
            ready(status) + "/" + w.getSpec().replicas(),
            dash(status.zones()),
            dash(status.tolerates()),
            condition(w, "PolicySatisfied"),
            reason(w));
      }
      surface.out().println();
      surface.out().print(table.text());
      for (BleuWorkload w : workloads.values()) {
        Condition placed = Conditions.find(w.getStatus().conditions(), "Placed");
        if (placed != null && !"True".equals(placed.getStatus())) {
          surface.out().print("\n" + Table.wrapped(key(w) + ": " + placed.getMessage(), 2));
        }
      }
      surface.out().flush();
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
    boolean refused = "False".equals(condition(w, "Placed")) && ready(status) >= decided(w);
    return decidedZones(w).equals(dash(status.zones()))
        && ("True".equals(condition(w, "Ready")) || refused);
  }

  private int decided(BleuWorkload w) {
    WorkloadPlacement placement = placements.get(key(w));
    return placement == null
        ? 0
        : placement.getSpec().assignments().stream().mapToInt(a -> a.replicas()).sum();
  }

  private String decidedZones(BleuWorkload w) {
    WorkloadPlacement placement = placements.get(key(w));
    return placement == null
        ? "-"
        : dash(
            placement.getSpec().assignments().stream()
                .filter(a -> a.replicas() > 0)
                .sorted(Comparator.comparing(a -> a.zone()))
                .map(a -> a.zone() + "=" + a.replicas())
                .collect(java.util.stream.Collectors.joining(", ")));
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
        change(() -> map.remove(key(object)));
      }

      private void update(T object) {
        change(
            () -> {
              map.put(key(object), object);
              if (object instanceof BleuWorkload w) {
                print(w);
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

  private void print(BleuWorkload w) {
    BleuWorkloadStatus status = w.getStatus();
    if (status == null || status.conditions().isEmpty()) {
      return;
    }
    String start =
        String.format(
            Locale.ROOT,
            "%-30s %5s  %-19s ",
            key(w),
            ready(status) + "/" + w.getSpec().replicas(),
            reason(w));
    String zones = dash(status.zones());
    if (!(start + zones).equals(printed.put(key(w), start + zones))) {
      double seconds = Duration.between(begin, surface.clock().instant()).toMillis() / 1000.0;
      String time = String.format(Locale.ROOT, "%6.1f s  ", seconds);
      surface.out().print(Table.hanging(time + start, zones));
      surface.out().flush();
    }
  }

  private void await(
      Duration patience, BooleanSupplier condition, java.util.function.Supplier<String> failure)
      throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          throw new BadInputException(failure.get());
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private static int ready(BleuWorkloadStatus status) {
    return status.readyReplicas() == null ? 0 : status.readyReplicas();
  }

  private static String condition(BleuWorkload w, String type) {
    Condition condition =
        w.getStatus() == null ? null : Conditions.find(w.getStatus().conditions(), type);
    return condition == null ? "Unknown" : condition.getStatus();
  }

  private static String reason(BleuWorkload w) {
    Condition ready =
        w.getStatus() == null ? null : Conditions.find(w.getStatus().conditions(), "Ready");
    return ready == null ? "NotYetSeen" : ready.getReason();
  }

  private static String dash(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : text;
  }

  private static String key(io.fabric8.kubernetes.api.model.HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    return namespace == null
        ? object.getMetadata().getName()
        : namespace + "/" + object.getMetadata().getName();
  }
}
