package cloud.bleu.cli.sandbox;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines that tell what becomes of workloads and zones, each once until it is another one. */
final class SandboxLines {

  private final IOStreams streams;
  private final Instant begin;
  private final Map<String, String> printed = new HashMap<>();

  SandboxLines(IOStreams streams) {
    this.streams = streams;
    this.begin = streams.clock().instant();
  }

  /** Where it is, and whether it is ready. */
  void print(BleuWorkload w) {
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
      print(start, zones);
    }
  }

  /** Of a zone that is another cluster: whether that answers. */
  void print(AvailabilityZone zone) {
    Condition healthy = healthy(zone);
    if (healthy == null
        || zone.getSpec().target() == null
        || !zone.getSpec().target().reachedDirectly()) {
      return;
    }
    String name = "zone " + zone.getMetadata().getName();
    if (!healthy.getReason().equals(printed.put(name, healthy.getReason()))) {
      print(
          String.format(Locale.ROOT, "%-30s %5s  %-19s ", name, "", healthy.getReason()),
          healthy.getMessage());
    }
  }

  private void print(String start, String rest) {
    double seconds = Duration.between(begin, streams.clock().instant()).toMillis() / 1000.0;
    String time = String.format(Locale.ROOT, "%6.1f s  ", seconds);
    streams.out().print(Table.hanging(time + start, rest));
    streams.out().flush();
  }

  /** All of them as they stand now, and why replicas have no zone. */
  void table(Collection<BleuWorkload> workloads) {
    Table table = new Table("WORKLOAD", "READY", "ZONES", "TOLERATES", "POLICY", "REASON");
    for (BleuWorkload w : workloads) {
      BleuWorkloadStatus status = w.getStatus();
      table.row(
          key(w),
          ready(status) + "/" + w.getSpec().replicas(),
          dash(status.zones()),
          dash(status.tolerates()),
          condition(w, "PolicySatisfied"),
          reason(w));
    }
    streams.out().println();
    streams.out().print(table.text());
    for (BleuWorkload w : workloads) {
      Condition placed = Conditions.find(w.getStatus().conditions(), "Placed");
      if (placed != null && !"True".equals(placed.getStatus())) {
        streams.out().print("\n" + Table.wrapped(key(w) + ": " + placed.getMessage(), 2));
      }
    }
    streams.out().flush();
  }

  static @Nullable Condition healthy(@Nullable AvailabilityZone zone) {
    return zone == null || zone.getStatus() == null
        ? null
        : Conditions.find(zone.getStatus().conditions(), "Healthy");
  }

  static int ready(BleuWorkloadStatus status) {
    return status.readyReplicas() == null ? 0 : status.readyReplicas();
  }

  static String condition(BleuWorkload w, String type) {
    Condition condition =
        w.getStatus() == null ? null : Conditions.find(w.getStatus().conditions(), type);
    return condition == null ? "Unknown" : condition.getStatus();
  }

  static String reason(BleuWorkload w) {
    Condition ready =
        w.getStatus() == null ? null : Conditions.find(w.getStatus().conditions(), "Ready");
    return ready == null ? "NotYetSeen" : ready.getReason();
  }

  static String dash(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : text;
  }

  static String key(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    return namespace == null
        ? object.getMetadata().getName()
        : namespace + "/" + object.getMetadata().getName();
  }

  /** Replicas that are decided for a zone. */
  static int replicas(WorkloadPlacement placement, String zone) {
    return placement.getSpec().assignments().stream()
        .filter(a -> a.zone().equals(zone))
        .mapToInt(a -> a.replicas())
        .sum();
  }
}
