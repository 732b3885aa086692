package cloud.bleu.cli.sandbox;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.ZoneStatus;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Table;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the zones of a workload hold after a loss, and whether the lost one is fenced. */
final class FenceTable {

  private final IOStreams streams;

  FenceTable(IOStreams streams) {
    this.streams = streams;
  }

  /**
   * Whether a placement tells all that is decided as ready, and whether the lost zone is fenced.
   */
  static boolean isTold(@Nullable WorkloadPlacement placement, String lost) {
    if (placement == null || placement.getStatus() == null) {
      return false;
    }
    Map<String, ZoneStatus> told = new TreeMap<>();
    placement.getStatus().zones().forEach(one -> told.put(one.zone(), one));
    return told.containsKey(lost)
        && told.get(lost).fenced() != null
        && placement.getSpec().assignments().stream()
            .filter(decided -> decided.replicas() > 0)
            .allMatch(decided -> ready(told.get(decided.zone())) >= decided.replicas());
  }

  private static int ready(@Nullable ZoneStatus zone) {
    return zone == null || zone.ready() == null ? 0 : zone.ready();
  }

  /** Prints a row for each zone of a workload. */
  void print(String workload, @Nullable WorkloadPlacement placement) {
    if (placement == null || placement.getStatus() == null) {
      return;
    }
    Table table = new Table("ZONE", "REPLICAS", "READY", "FENCED");
    for (ZoneStatus one : placement.getStatus().zones()) {
      table.row(
          one.zone(),
          one.replicas(),
          one.ready() == null ? "not known" : one.ready(),
          one.fenced() == null ? "-" : one.fenced());
    }
    streams.out().println("\n" + workload + ":");
    streams.out().print(table.text());
    if (placement.getStatus().zones().stream().anyMatch(z -> "Unconfirmed".equals(z.fenced()))) {
      streams
          .out()
          .println(
              "Unconfirmed: what was moved away may run on there, for silence proves nothing.");
    }
    streams.out().flush();
  }
}
